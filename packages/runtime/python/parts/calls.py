"""What a bridge calls, and what the services say of it."""

import json
import threading

# Between the record of an attempt and its start in the service's own clock.
SKEW_MS = 120000
SSM_ENDS = {
    "Success": "succeeded",
    "CompletedWithSuccess": "succeeded",
    "TimedOut": "timedOut",
    "Cancelled": "stopped",
    "Failed": "failed",
    "CompletedWithFailure": "failed",
    "Rejected": "failed",
    "ChangeCalendarOverrideRejected": "failed",
    "Exited": "failed",
}
# Lambda takes at most 15 minutes for an answer.
LONGEST_ANSWER_SECONDS = 900


def running(native, state, message=None):
    return {"id": native, "state": state, "message": message}


class Calls:
    """One for each kind of call: `begin` gives the service's id or raises, `look` says how the attempt stands, `stop` asks it to stop.

    What `stop` returns is what the service says against it, without raising: it is asked again then."""

    def __init__(self, spec, clients):
        self.spec, self.clients = spec, clients

    def look(self, state, begun):
        """What the service says of the attempt `begun`, and whether something else is in the way; see CallFacts."""
        return None, None

    def stop(self, begun, native):
        return []


class JobCalls(Calls):
    def begin(self, request, begun_at):
        given = {"JobName": request["job"], "Arguments": request["arguments"]}
        if request["timeoutMinutes"] is not None:
            given["Timeout"] = request["timeoutMinutes"]
        return self.clients("glue").start_job_run(**given)["JobRunId"]

    def look(self, state, begun):
        glue, job, known = self.clients("glue"), self.spec["call"]["job"], self.known(state)
        if begun is not None and begun["id"] is not None:
            try:
                run = glue.get_job_run(JobName=job, RunId=begun["id"])["JobRun"]
            except Exception as error:
                if error_code(error) != "EntityNotFoundException":
                    raise
                return None, None
            return self.facts(run), None
        found = glue.get_job_runs(JobName=job, MaxResults=100).get("JobRuns") or []
        ours = [run for run in self.of_step(found, state) if run["Id"] not in known]
        if begun is not None:
            mine = [run for run in ours if ms(run["StartedOn"]) >= begun["at"] - SKEW_MS]
            if mine:
                return self.facts(mine[0]), None
        live = [run for run in (found if self.is_stream() else ours) if run["JobRunState"] not in JOB_ENDS]
        if self.is_stream():
            # The one that goes on, whoever started it; while there is only one that is being stopped, none is started.
            live.sort(key=lambda run: run["JobRunState"] == "STOPPING")
            return None, ("" if live[0]["JobRunState"] == "STOPPING" else live[0]["Id"]) if live else None
        return None, (live[0]["Id"] if live else None)

    def is_stream(self):
        return self.spec["call"].get("until") == "started"

    def of_step(self, found, state):
        """Those of `found` for this very step and run, newest first."""
        wanted = {"--MILLRACE_RUN": run_id_of(state["chain"], state["jobRunId"]), "--MILLRACE_STEP": self.spec["step"]}
        return [run for run in found if all((run.get("Arguments") or {}).get(name) == value for name, value in wanted.items())]

    def known(self, state):
        """Ids of all job runs that are in the records of the step, those of earlier continuations too."""
        head = "calls/" + self.spec["step"] + "/"
        return {read_member(body, "id") for key, body in state["folder"].items() if key.startswith(head)}

    def facts(self, run):
        started = self.is_stream() and run["JobRunState"] == "RUNNING"
        return running(run["Id"], "succeeded" if started else JOB_ENDS.get(run["JobRunState"], "running"), run.get("ErrorMessage"))

    def stop(self, begun, native):
        answer = self.clients("glue").batch_stop_job_run(JobName=self.spec["call"]["job"], JobRunIds=[native])
        return [one for one in answer.get("Errors") or [] if one.get("JobRunId", native) == native]


class CrawlerCalls(Calls):
    before = None

    def begin(self, request, begun_at):
        glue = self.clients("glue")
        self.before = {one["CrawlId"] for one in self.crawls(glue)}
        glue.start_crawler(Name=request["crawler"])
        return ""

    def crawls(self, glue):
        return glue.list_crawls(CrawlerName=self.spec["call"]["crawler"], MaxResults=20).get("Crawls") or []

    def look(self, state, begun):
        glue = self.clients("glue")
        busy = glue.get_crawler(Name=self.spec["call"]["crawler"])["Crawler"].get("State", "READY") != "READY"
        if begun is None:
            return None, ("" if busy else None)
        own = self.own(glue, begun)
        if own is not None:
            word = own["State"]
            return running("", CRAWL_ENDS.get(word, "running"), own.get("ErrorMessage")), None
        # It was accepted, and the history of crawls does not show it yet.
        return (running("", "running"), None) if begun["id"] is not None else (None, "" if busy else None)

    def own(self, glue, begun):
        """The first crawl that began after the attempt was recorded: others may use the crawler, too."""
        late = [one for one in self.crawls(glue) if ms(one["StartTime"]) >= begun["at"] - 2000]
        fresh = late if self.before is None else [one for one in late if one["CrawlId"] not in self.before]
        return min(fresh, key=lambda one: one["StartTime"]) if fresh else None

    def stop(self, begun, native):
        self.clients("glue").stop_crawler(Name=self.spec["call"]["crawler"])


class SsmCalls(Calls):
    def begin(self, request, begun_at):
        given = {"DocumentName": request["document"], "ClientToken": request["token"]}
        if request["parameters"]:
            given["Parameters"] = request["parameters"]
        return self.clients("ssm").start_automation_execution(**given)["AutomationExecutionId"]

    def look(self, state, begun):
        if begun is None or begun["id"] is None:
            return None, None
        found = self.clients("ssm").get_automation_execution(AutomationExecutionId=begun["id"])["AutomationExecution"]
        return running(begun["id"], SSM_ENDS.get(found["AutomationExecutionStatus"], "running"), found.get("FailureMessage")), None

    def stop(self, begun, native):
        self.clients("ssm").stop_automation_execution(AutomationExecutionId=native, Type="Cancel")


class SnsCalls(Calls):
    def begin(self, request, begun_at):
        return self.clients("sns").publish(TopicArn=request["topicArn"], Subject=request["subject"], Message=request["message"])["MessageId"]

    def look(self, state, begun):
        return (running(begun["id"], "succeeded") if begun is not None and begun["id"] is not None else None), None


class WaitCalls(Calls):
    def begin(self, request, begun_at):
        return ""

    def look(self, state, begun):
        if begun is None:
            return None, None
        over = state["now"] >= begun["at"] + self.spec["call"]["seconds"] * 1000
        return running("", "succeeded" if over else "stopped" if begun["asked"] else "running"), None


class LambdaCalls(Calls):
    """The answer comes to a thread, so that the bridge goes on looking meanwhile."""

    def __init__(self, spec, clients, wake):
        super().__init__(spec, clients)
        self.wake, self.answers = wake, {}

    def begin(self, request, begun_at):
        # Made here: a client is not to be made in a thread.
        client = self.clients("lambda", min(request["timeoutSeconds"], LONGEST_ANSWER_SECONDS) + 5)
        self.answers[begun_at] = running("", "running")
        threading.Thread(target=self.invoke, args=(client, request, begun_at), daemon=True).start()
        return ""

    def invoke(self, client, request, begun_at):
        try:
            answer = client.invoke(FunctionName=request["function"], Payload=json_object(request["payload"]).encode())
            failed = answer.get("FunctionError")
            said = answer["Payload"].read().decode("utf-8", "replace") if failed else None
            self.answers[begun_at] = running("", "failed" if failed else "succeeded", None if said is None else said[:1000])
        except Exception as error:
            self.answers[begun_at] = error
        self.wake.set()

    def look(self, state, begun):
        answer = None if begun is None else self.answers.get(begun["at"])
        if isinstance(answer, Exception):
            if error_code(answer) in ("ReadTimeoutError", "ReadTimeout"):
                return running("", "timedOut", "No answer came in time."), None
            del self.answers[begun["at"]]
            raise Refused(answer)
        return answer, None


class Refused(Exception):
    """A call that was made in a thread was not accepted."""

    def __init__(self, error):
        super().__init__(str(error))
        self.error = error


def json_object(value):
    """JSON with numbers as JavaScript writes them."""
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(name) + ":" + json_object(one) for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(json_object(one) for one in value) + "]"
    return js_number(value) if is_number(value) else json.dumps(value)
