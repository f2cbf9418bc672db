"""Starts the script of one pipeline step inside an AWS Glue job.

Glue hands a workflow's jobs no run-time values. So the job runs this file, which finds the run that it belongs to, checks and
freezes the run's parameters where nobody has, decides whether the step runs at all, builds sys.argv and runs the script,
untouched. Needs Python 3.9 or later and boto3.

`decide` and what it calls are pure and are held equal to the TypeScript function decideBootstrap by a test.
"""

import datetime
import decimal
import hashlib
import json
import math
import os
import re
import runpy
import sys
import tempfile
import time
import urllib.parse
import uuid
import zoneinfo

# ---- Values


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def js_number(value):
    """A number as JSON.stringify writes it: Python and JavaScript differ on exponents and on 1.0."""
    if isinstance(value, int) and abs(value) < 10**21:
        return str(value)
    if value == 0:
        return "0"
    negative, places, exponent = decimal.Decimal(repr(float(value))).normalize().as_tuple()
    sign = "-" if negative else ""
    digits = "".join(map(str, places))
    count = len(digits)
    # The value is 0.DIGITS times ten to the power of `point`.
    point = count + exponent
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + "e%+d" % (point - 1)


def json_text(value):
    if is_number(value):
        return js_number(value)
    if isinstance(value, list):
        return "[" + ",".join(json_text(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def argument_text(value):
    return value if isinstance(value, str) else json_text(value)


INTEGER = re.compile(r"[+-]?[0-9]+")
DOUBLE = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
S3_URI = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\x00-\x1f\x7f]*)?")
MOST = 2**53 - 1


def to_integer(raw):
    value = int(raw.strip()) if isinstance(raw, str) and INTEGER.fullmatch(raw.strip()) else raw
    # NaN and infinity are not at most anything.
    return int(value) if is_number(value) and abs(value) <= MOST and value == int(value) else None


def to_double(raw):
    value = float(raw.strip()) if isinstance(raw, str) and DOUBLE.fullmatch(raw.strip()) else raw
    # JSON has no -0.
    return (value or 0) if is_number(value) and math.isfinite(value) else None


def is_day(text):
    try:
        return DAY.fullmatch(text) is not None and datetime.date.fromisoformat(text) is not None
    except ValueError:
        return False


def typed(declaration, raw):
    """The typed value, or None when `raw` is not of the type."""
    kind = declaration["type"]
    if kind in ("integer", "double"):
        return to_integer(raw) if kind == "integer" else to_double(raw)
    if kind == "boolean":
        return raw if isinstance(raw, bool) else {"true": True, "false": False}.get(raw) if isinstance(raw, str) else None
    fits = {"string": lambda _: True, "date": is_day, "s3Uri": S3_URI.fullmatch, "enum": lambda text: text in declaration["values"]}
    return raw if isinstance(raw, str) and fits[kind](raw) else None


def day_in(zone, epoch_ms):
    """The day of an instant in a zone, YYYY-MM-DD."""
    # UTC needs no database of zones, which not every machine has.
    place = datetime.timezone.utc if zone in ("UTC", "Etc/UTC") else zoneinfo.ZoneInfo(zone)
    return datetime.datetime.fromtimestamp(epoch_ms / 1000, place).strftime("%Y-%m-%d")


# ---- The decision


def decide(spec, view, read):
    """What happens before the script, as data.

    `view` holds now, jobName, jobRunId, workflow, chain, told and scriptPath; `read(key)` gives an object of the runs bucket.
    """
    chain = view["chain"]
    ours = next((one["properties"] for one in chain if "millrace:run" in one["properties"]), None)
    run = ours["millrace:run"] if ours else outside_id(chain[-1]["runId"] if chain else view["jobRunId"])
    folder = spec["pipeline"] + "/" + run + "/"
    step = spec["step"]
    marker = folder + "steps/" + step + "/" + view["jobRunId"] + ".json"
    continuation = (ours or {}).get("millrace:continuation", "1").rjust(4, "0")
    record = read(folder + "continuations/" + continuation + ".json")
    keep = record.get("keep") if isinstance(record, dict) else None
    if isinstance(keep, list) and step in keep:
        told = write(marker, {"skipped": "kept", "at": view["now"]}, False)
        return end(run, [told], 0, "The step '%s' succeeded earlier in the run %s and is kept." % (step, run))
    if read(folder + "stop.json") is not None:
        told = write(marker, {"skipped": "stop", "at": view["now"]}, False)
        return end(run, [told], 1, "The run %s is being stopped, so the step '%s' does not start." % (run, step))
    frozen = freeze(spec, view, read, run, folder, ours)
    argv, unresolved = argv_of(spec, view, read, run, folder, frozen)
    if frozen["problems"] + unresolved:
        return end(run, [], 1, "The run %s cannot go on: %s." % (run, "; ".join(frozen["problems"] + unresolved)))
    # What an attempt before this one left holds no more.
    cleared = [write(outputs_key(folder, step), {}, False)] if "outputs" in spec else []
    # A job that was started by itself belongs to no run, and leaves no trace of one.
    writes = frozen["writes"] + cleared + [write(marker, {"script": True, "at": view["now"]}, False)] if view["workflow"] is not None else []
    return {"action": "script", "run": run, "writes": writes, "argv": argv}


def end(run, writes, exit_code, message):
    return {"action": "end", "run": run, "writes": writes, "exitCode": exit_code, "message": message}


def write(key, body, once):
    return {"key": key, "body": body, "once": once}


def outside_id(native_id):
    return re.sub(r"[^a-z0-9-]", "-", native_id.lower())


def freeze(spec, view, read, run, folder, ours):
    """The run's own parameters and day: from run.json, else checked and frozen now."""
    record = read(folder + "run.json")
    if isinstance(record, dict) and isinstance(record.get("params"), dict) and isinstance(record.get("date"), str):
        return {"params": record["params"], "date": record["date"], "writes": [], "problems": []}
    first = view["chain"][-1] if view["chain"] else {"runId": view["jobRunId"], "startedOn": view["now"], "properties": {}}
    date = (ours or {}).get("millrace:date") or day_in(spec["timezone"], first["startedOn"])
    params, problems = params_of(spec, first["properties"] if ours is None else ours, {"id": run, "date": date})
    known = {"schemaVersion": 1, "run": run, "pipeline": spec["pipeline"], "target": "glue", "graphHash": spec.get("graphHash", "")}
    body = {**known, "date": date, "params": params, "createdAt": first["startedOn"]}
    return {"params": params, "date": date, "writes": records_of(spec, run, folder, first, body), "problems": problems}


def records_of(spec, run, folder, first, body):
    """The records that `millrace run` writes, for a run that it did not start."""
    at = first["startedOn"]
    native = urllib.parse.quote(first["runId"], safe="!'()*-._~")
    return [
        write(folder + "run.json", body, True),
        write(folder + "continuations/0001.json", {"schemaVersion": 1, "n": 1, "means": "first", "keep": [], "at": at}, True),
        write(folder + "continuations/0001.native.json", {"nativeId": first["runId"], "at": at}, True),
        write(spec["pipeline"] + "/_native/" + native + ".json", {"run": run, "n": 1}, True),
        write(spec["pipeline"] + "/_index/" + run, None, True),
    ]


def params_of(spec, properties, facts):
    values = {}
    given = {name[len("param:"):]: value for name, value in properties.items() if name.startswith("param:")}
    problems = ["there is no parameter '%s'" % name for name in given if name not in spec["params"]]
    for name, declaration in spec["params"].items():
        usual = declaration["default"]
        if isinstance(usual, dict):
            usual = facts[usual["run"]]
        raw = given.get(name, spec["environmentParams"].get(name, usual))
        value = None if raw is None else typed(declaration, raw)
        if raw is None:
            problems.append("the parameter '%s' has no value" % name)
        elif value is None:
            problems.append("'%s' is not of type %s, which the parameter '%s' has" % (argument_text(raw), declaration["type"], name))
        else:
            values[name] = value
    return values, problems


def argv_of(spec, view, read, run, folder, frozen):
    pairs = [("JOB_NAME", view["jobName"]), ("JOB_RUN_ID", view["jobRunId"])]
    if view["workflow"] is not None:
        pairs += [("WORKFLOW_NAME", view["workflow"]["name"]), ("WORKFLOW_RUN_ID", view["workflow"]["runId"])]
    pairs += [("MILLRACE_RUN", run), ("MILLRACE_STEP", spec["step"])]
    if "outputs" in spec:
        pairs.append(("MILLRACE_OUTPUTS", "s3://" + spec["runsBucket"] + "/" + attempt_outputs_key(spec, run, view["jobRunId"])))
    for name, text in (("MILLRACE_OUTCOME", view["told"]["outcome"]), ("MILLRACE_FAILED_STEPS", view["told"]["failedSteps"])):
        if spec["handler"] and text is not None:
            pairs.append((name, text))
    problems = []
    for name, value in spec["args"].items():
        text = resolve(value, {"id": run, "date": frozen["date"]}, frozen["params"], lambda step: read(outputs_key(folder, step)))
        if text is not None:
            pairs.append((name, text))
        elif not frozen["problems"]:
            problems.append("the argument '%s' has no value" % name)
    # Two tokens each, as Glue itself passes arguments, whatever the value: the script must not see which orchestrator started it.
    return [view["scriptPath"]] + [token for name, value in pairs for token in ("--" + name, value)], problems


def resolve(value, facts, params, outputs_of):
    """The text of an argument, or None where it has no value."""
    if not isinstance(value, dict):
        return argument_text(value)
    if "param" in value:
        return argument_text(params[value["param"]]) if value["param"] in params else None
    if "secret" in value:
        return secret_reference(value["secret"])
    if "output" in value:
        step, name = value["output"]
        outputs = outputs_of(step)
        found = outputs[name] if isinstance(outputs, dict) and name in outputs else value["or"]
        return argument_text(found) if isinstance(found, (str, bool)) or is_number(found) else None
    return facts[value["run"]]


def secret_reference(secret):
    """What a job gets in place of a secret: its name, never its value."""
    return secret if secret.startswith("arn:") else "secretsmanager:" + secret


# ---- Outputs

MOST_OUTPUT_BYTES = 65536


def attempt_outputs_key(spec, run, job_run_id):
    """Key in the runs bucket of the object that this attempt writes."""
    return spec["pipeline"] + "/" + run + "/outputs/" + spec["step"] + "/" + job_run_id + ".json"


def outputs_key(folder, step):
    """Where later steps read what a step has left."""
    return folder + "outputs/" + step + ".json"


def decide_outputs(spec, run, job_run_id, text):
    """Checks what the script left and copies it to where later steps read it. `text` is None when there is no object."""
    values, wrong = check_outputs(spec.get("outputs", {}), text)
    if wrong:
        uri = "s3://" + spec["runsBucket"] + "/" + attempt_outputs_key(spec, run, job_run_id)
        return {"wrong": "The outputs of the step '%s' in %s are not right: %s." % (spec["step"], uri, "; ".join(wrong)), "writes": []}
    return {"wrong": None, "writes": [write(outputs_key(spec["pipeline"] + "/" + run + "/", spec["step"]), values, False)]}


def check_outputs(declared, text):
    """The declared outputs with their values, and what is wrong with the object."""
    if text is None:
        return {}, ["there is no such object"]
    if len(text.encode("utf-8", "surrogatepass")) > MOST_OUTPUT_BYTES:
        return {}, ["it has more than %d bytes" % MOST_OUTPUT_BYTES]
    try:
        found = json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return {}, ["it is no JSON object"]
    values, wrong = {}, []
    for name, kind in declared.items():
        value = output_of(kind, found.get(name))
        if value is not None:
            values[name] = value
        else:
            wrong.append("'%s' is not of type %s" % (name, kind) if name in found else "'%s' is missing" % name)
    return values, wrong


def no_constant(name):
    raise ValueError(name + " is no JSON.")


def output_of(kind, raw):
    if kind == "boolean":
        return raw if isinstance(raw, bool) else None
    if kind == "integer":
        # A state machine passes on at most 15 digits; the other targets hold to it, so that a pipeline can move.
        return int(raw) if is_number(raw) and abs(raw) < 10**15 and raw == int(raw) else None
    return raw if isinstance(raw, str) and (kind == "string" or S3_URI.fullmatch(raw)) else None


# ---- The world


class Ended(Exception):
    """The job ends with this sentence."""


TOLD = ("MILLRACE_SPEC", "MILLRACE_STEP", "MILLRACE_OUTCOME", "MILLRACE_FAILED_STEPS", "MILLRACE_PROPERTIES")
OPTIONS = TOLD + ("WORKFLOW_NAME", "WORKFLOW_RUN_ID", "JOB_NAME", "JOB_RUN_ID")


def read_options(argv):
    """The bootstrap's own options, by exact name: argparse would take an abbreviation, or a script's option, for one of them."""
    found = {}
    tokens = iter(argv)
    for token in tokens:
        name, equals, value = token.partition("=")
        if name.startswith("--") and not equals:
            # Whatever follows a name is its value, so a value cannot pass for a name.
            value = next(tokens, "")
        if name.startswith("--") and name[2:] in OPTIONS:
            found[name[2:]] = value
    return found


def split_uri(uri):
    bucket, _, key = uri[len("s3://"):].partition("/")
    if not uri.startswith("s3://") or not bucket or not key:
        raise Ended("'%s' is no S3 address of an object; deploy the pipeline again." % uri)
    return bucket, key


class Store:
    """The objects that the bootstrap reads and writes."""

    def __init__(self, client):
        self.client = client
        # Older botocore knows no IfNoneMatch, so the header is set on the request itself.
        client.meta.events.register("before-call.s3.PutObject", self._condition)
        self._once = False

    def _condition(self, params, **_):
        if self._once:
            params["headers"]["If-None-Match"] = "*"

    def get(self, bucket, key):
        """The object's bytes, or None when there is none."""
        try:
            return self.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        except self.client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise

    def put(self, bucket, key, body, once):
        """False when `once` was asked for and the object is there."""
        self._once = once
        try:
            self.client.put_object(Bucket=bucket, Key=key, Body=body)
            return True
        except self.client.exceptions.ClientError as error:
            if once and error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
                return False
            raise
        finally:
            self._once = False


def chain_of(glue, name, run_id):
    """The workflow run and those that it resumes, newest first, up to the one that Millrace started."""
    chain = []
    while run_id:
        run = glue.get_workflow_run(Name=name, RunId=run_id)["Run"]
        properties = run.get("WorkflowRunProperties") or {}
        chain.append({"runId": run_id, "startedOn": int(run["StartedOn"].timestamp() * 1000), "properties": properties})
        run_id = None if "millrace:run" in properties else run.get("PreviousRunId")
    return chain


def own_job_run(glue, workflow, spec):
    """This very job run, from the graph of the workflow run: for jobs that Glue does not tell their id. None when it cannot be told."""
    graph = glue.get_workflow_run(Name=workflow["name"], RunId=workflow["runId"], IncludeGraph=True)["Run"].get("Graph") or {}
    nodes = [node for node in graph.get("Nodes") or [] if node["Type"] == "JOB" and node["Name"] == spec["job"]]
    runs = [run for node in nodes for run in (node.get("JobDetails") or {}).get("JobRuns") or []]
    live = [run for run in runs if run["JobRunState"] in ("STARTING", "RUNNING", "STOPPING")]
    return max(live, key=lambda run: run["StartedOn"]) if live else None


def given_properties(text):
    """What run properties tell a job in a workflow, for one that was started by itself: a JSON object of texts."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Ended("The job argument --MILLRACE_PROPERTIES is no JSON object of texts, such as {\"param:day\": \"2026-01-31\"}.")
    return found


def view_of(options, spec, script_path, connect):
    workflow, chain, now = None, [], int(time.time() * 1000)
    known = {"JobName": options.get("JOB_NAME"), "Id": options.get("JOB_RUN_ID")}
    if options.get("WORKFLOW_RUN_ID"):
        workflow = {"name": options.get("WORKFLOW_NAME", ""), "runId": options["WORKFLOW_RUN_ID"]}
        glue = connect()
        chain = chain_of(glue, workflow["name"], workflow["runId"])
        if not known["JobName"] or not known["Id"]:
            known = own_job_run(glue, workflow, spec) or known
    job_run_id = known["Id"] or "jr_" + uuid.uuid4().hex
    if workflow is None and options.get("MILLRACE_PROPERTIES"):
        chain = [{"runId": job_run_id, "startedOn": now, "properties": given_properties(options["MILLRACE_PROPERTIES"])}]
    return {
        "now": now,
        "jobName": known["JobName"] or spec["job"],
        "jobRunId": job_run_id,
        "workflow": workflow,
        "chain": chain,
        "told": {"outcome": options.get("MILLRACE_OUTCOME"), "failedSteps": options.get("MILLRACE_FAILED_STEPS")},
        "scriptPath": script_path,
    }


def carry_out(decide_now, bucket, store):
    """Makes the writes. Where another job froze the run first, its record counts: the decision is made again with it."""
    decision = decide_now()
    for one in decision["writes"]:
        written = put_json(store, bucket, one)
        if not written and one["key"].endswith("/run.json"):
            return carry_out(decide_now, bucket, store)
    return decision


def put_json(store, bucket, one):
    # Escapes, since half a surrogate pair has no bytes of its own.
    body = b"" if one["body"] is None else json.dumps(one["body"], separators=(",", ":")).encode()
    return store.put(bucket, one["key"], body, one["once"])


def run_script(path):
    """As if the script were the job's own: an exception or a bad exit ends the process; after a good end the job goes on."""
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as ended:
        if ended.code not in (None, 0):
            raise


def hand_over(spec, store, run, job_run_id):
    """After the script: the attempt fails when what it declares is not there."""
    found = store.get(spec["runsBucket"], attempt_outputs_key(spec, run, job_run_id))
    decision = decide_outputs(spec, run, job_run_id, None if found is None else found.decode("utf-8", "replace"))
    for one in decision["writes"]:
        put_json(store, spec["runsBucket"], one)
    if decision["wrong"] is not None:
        raise Ended(decision["wrong"])


def fetch(what, uri, store):
    found = store.get(*split_uri(uri))
    if found is None:
        raise Ended("%s %s is not there; deploy the pipeline again." % (what, uri))
    return found


def fetch_script(spec, store, path):
    source = fetch("The script", spec["scriptUri"], store)
    wanted = spec["scriptUri"].split("/")[-2]
    if re.fullmatch(r"[0-9a-f]{16}", wanted) and not hashlib.sha256(source).hexdigest().startswith(wanted):
        raise Ended("The script %s was changed after the deploy; deploy the pipeline again." % spec["scriptUri"])
    with open(path, "wb") as file:
        file.write(source)


def main(argv):
    import boto3

    options = read_options(argv[1:])
    if not options.get("MILLRACE_SPEC"):
        raise Ended("The job argument --MILLRACE_SPEC is missing; deploy the pipeline again.")
    store = Store(boto3.client("s3"))
    spec = json.loads(fetch("The step's description", options["MILLRACE_SPEC"], store))
    if options.get("MILLRACE_STEP", spec["step"]) != spec["step"]:
        raise Ended("The job is for the step '%s', its description for '%s'; deploy the pipeline again." % (options["MILLRACE_STEP"], spec["step"]))

    with tempfile.TemporaryDirectory(prefix="millrace-") as folder:
        path = os.path.join(folder, os.path.basename(spec["scriptUri"]))
        view = view_of(options, spec, path, lambda: boto3.client("glue"))

        def read(key):
            body = store.get(spec["runsBucket"], key)
            return None if body is None else json.loads(body)

        # Before the decision, whose marker says that the script is about to run.
        fetch_script(spec, store, path)
        decision = carry_out(lambda: decide(spec, view, read), spec["runsBucket"], store)
        if decision["action"] == "end":
            print(decision["message"], file=sys.stderr if decision["exitCode"] else sys.stdout, flush=True)
            sys.exit(decision["exitCode"])
        sys.argv = decision["argv"]
        sys.path.insert(0, folder)
        run_script(path)
        if "outputs" in spec:
            hand_over(spec, store, decision["run"], view["jobRunId"])


if __name__ == "__main__":
    try:
        main(sys.argv)
    except Ended as ended:
        sys.exit(str(ended))
