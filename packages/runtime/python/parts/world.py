"""What the programs read and write: S3, and the run graph of Glue."""

import json
import sys
import time


class Ended(Exception):
    """The job ends with this sentence."""


def read_options(argv, names):
    """Our own options, by exact name: argparse would take an abbreviation, or a script's option, for one of them."""
    found = {}
    tokens = iter(argv)
    for token in tokens:
        name, equals, value = token.partition("=")
        if name.startswith("--") and not equals:
            # Whatever follows a name is its value, so a value cannot pass for a name.
            value = next(tokens, "")
        if name.startswith("--") and name[2:] in names:
            found[name[2:]] = value
    return found


def split_uri(uri):
    bucket, _, key = uri[len("s3://"):].partition("/")
    if not uri.startswith("s3://") or not bucket or not key:
        raise Ended("'%s' is no S3 address of an object; deploy the pipeline again." % uri)
    return bucket, key


def error_code(error):
    """The service's name of an error, else that of its class."""
    response = getattr(error, "response", None)
    code = read_member(read_member(response, "Error"), "Code")
    return code if isinstance(code, str) else type(error).__name__


# The same call may be made again later: the service is busy, or was not reached.
PASSING = (
    "Throttl",
    "TooManyRequests",
    "RequestLimitExceeded",
    "ConcurrentRunsExceeded",
    "ConcurrentModification",
    "CrawlerRunning",
    "CrawlerStopping",
    "ResourceNumberLimitExceeded",
    "AutomationExecutionLimitExceeded",
    "InternalServ",
    "InternalFailure",
    "InternalError",
    "ServiceUnavailable",
    "ServiceException",
    "OperationTimeout",
    "SlowDown",
    "RequestTimeout",
    "Timeout",
    "ConnectionClosed",
    "ConnectionError",
    "ConnectTimeout",
    "EndpointConnection",
    "HTTPClient",
)


def is_passing(error):
    return any(word in error_code(error) for word in PASSING)


def log(text):
    print(text, flush=True)


class Store:
    """The objects of S3."""

    def __init__(self, client):
        self.client = client
        # Older botocore knows no IfNoneMatch, so the header is set on the request itself.
        client.meta.events.register("before-call.s3.PutObject", self._condition)
        self._header = None

    def _condition(self, params, **_):
        if self._header is not None:
            params["headers"][self._header[0]] = self._header[1]

    def find(self, bucket, key):
        """The object's bytes and its tag, or None when there is none."""
        try:
            found = self.client.get_object(Bucket=bucket, Key=key)
        except self.client.exceptions.ClientError as error:
            if error_code(error) in ("NoSuchKey", "404"):
                return None
            raise
        return found["Body"].read(), found.get("ETag", "")

    def get(self, bucket, key):
        found = self.find(bucket, key)
        return None if found is None else found[0]

    def put(self, bucket, key, body, once=False, match=None):
        """False when the object is there though `once` was asked for, or is no longer the one of the tag `match`."""
        self._header = ("If-None-Match", "*") if once else ("If-Match", match) if match is not None else None
        conditional = self._header is not None
        try:
            self.client.put_object(Bucket=bucket, Key=key, Body=body)
            return True
        except self.client.exceptions.ClientError as error:
            if conditional and error_code(error) in ("PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "412", "409", "404"):
                return False
            raise
        finally:
            self._header = None

    def put_json(self, bucket, one):
        # Escapes, since half a surrogate pair has no bytes of its own.
        body = b"" if one["body"] is None else json.dumps(one["body"], separators=(",", ":")).encode()
        return self.put(bucket, one["key"], body, one["once"])

    def remove(self, bucket, key):
        self.client.delete_object(Bucket=bucket, Key=key)

    def list(self, bucket, prefix):
        """Keys with their tags."""
        found, more = {}, {}
        while True:
            page = self.client.list_objects_v2(Bucket=bucket, Prefix=prefix, **more)
            found.update((one["Key"], one.get("ETag", "")) for one in page.get("Contents") or [])
            if not page.get("NextContinuationToken"):
                return found
            more = {"ContinuationToken": page["NextContinuationToken"]}


def read_json(body):
    try:
        return json.loads(body)
    except ValueError:
        return None


def fetch(what, uri, store):
    found = store.get(*split_uri(uri))
    if found is None:
        raise Ended("%s %s is not there; deploy the pipeline again." % (what, uri))
    return found


def with_steps(spec, store):
    """A description with its steps in place: those that many look at lie in one object."""
    if "graph" not in spec:
        return spec
    steps = json.loads(fetch("The description of the steps", spec["graph"], store))
    return {**{name: value for name, value in spec.items() if name != "graph"}, "steps": steps}


def now_ms():
    return int(time.time() * 1000)


def ms(instant):
    return int(round(instant.timestamp() * 1000))


def chain_of(glue, name, run_id):
    """The workflow run and those that it resumes, newest first, up to the one that Millrace started."""
    chain = []
    while run_id:
        run = glue.get_workflow_run(Name=name, RunId=run_id)["Run"]
        properties = run.get("WorkflowRunProperties") or {}
        resumed = {"resumed": True} if run.get("PreviousRunId") else {}
        chain.append({"runId": run_id, "startedOn": ms(run["StartedOn"]), "properties": properties, **resumed})
        run_id = None if "millrace:run" in properties else run.get("PreviousRunId")
    return chain


def graph_of(glue, workflow):
    """Job runs and crawls of the workflow run, by the name of their job or crawler."""
    graph = glue.get_workflow_run(Name=workflow["name"], RunId=workflow["runId"], IncludeGraph=True)["Run"].get("Graph") or {}
    jobs, crawlers = {}, {}
    for node in graph.get("Nodes") or []:
        for run in (node.get("JobDetails") or {}).get("JobRuns") or []:
            jobs.setdefault(node["Name"], []).append(node_run(run, run["JobRunState"]))
        for run in (node.get("CrawlerDetails") or {}).get("Crawls") or []:
            crawlers.setdefault(node["Name"], []).append(node_run(run, run["State"]))
    return jobs, crawlers


def node_run(run, state):
    end = run.get("CompletedOn")
    return {
        "id": run.get("Id", ""),
        "state": state,
        "attempt": run.get("Attempt", 0),
        "start": ms(run["StartedOn"]) if run.get("StartedOn") else 0,
        "end": None if end is None else ms(end),
    }


class Observer:
    """Looks at the run graph and the run's folder: what decisions are made on. Objects that have not changed are read once."""

    def __init__(self, store, glue, spec, workflow, job_run_id, chain):
        self.store, self.glue, self.spec, self.workflow = store, glue, spec, workflow
        self.job_run_id, self.chain, self.known = job_run_id, chain, {}

    @property
    def run(self):
        return run_id_of(self.chain, self.job_run_id)

    def state(self):
        jobs, crawlers = graph_of(self.glue, self.workflow) if self.workflow is not None else ({}, {})
        state = {"jobRunId": self.job_run_id, "workflow": self.workflow, "chain": self.chain, "jobs": jobs, "crawlers": crawlers}
        # The clock last: whatever has been seen lies before it.
        return {**state, "folder": self.folder(), "now": now_ms()}

    def folder(self):
        bucket, prefix = self.spec["runsBucket"], folder_of(self.spec["pipeline"], self.run)
        there = self.store.list(bucket, prefix)
        result = {}
        for key, tag in there.items():
            name = key[len(prefix):]
            if not is_needed(name):
                continue
            if key not in self.known or self.known[key][0] != tag or not tag:
                body = self.store.get(bucket, key)
                if body is None:
                    continue
                self.known[key] = (tag, read_json(body))
            result[name] = self.known[key][1]
        return result


def say_and_exit(decision):
    print(decision["message"], file=sys.stderr if decision["exitCode"] else sys.stdout, flush=True)
    sys.exit(decision["exitCode"])
