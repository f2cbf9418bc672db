"""A generated helper job: a gate, a closer, an opener or a bridge. It looks, decides, acts, and looks again."""

import json
import sys
import threading

OPTIONS = ("MILLRACE_SPEC", "WORKFLOW_NAME", "WORKFLOW_RUN_ID", "JOB_NAME", "JOB_RUN_ID")
LONGEST_PAUSE_SECONDS = 60
ALREADY_ENDED = ("CrawlerNotRunning", "CrawlerStopping", "AutomationExecutionNotFound", "InvalidAutomationStatusUpdate")


class Helper:
    def __init__(self, spec, store, clients, observer, sleep, wake):
        self.spec, self.store, self.clients, self.observer = spec, store, clients, observer
        self.sleep, self.wake, self.pause, self.waits = sleep, wake, 0, 0
        self.bucket = spec["runsBucket"]

    def run(self):
        """Until the end is decided: its action."""
        while True:
            try:
                action = self.look()
                done = self.act(action)
            except Exception as error:
                if not is_passing(error):
                    raise refusal(error) from error
                self.hold_back("AWS is busy or was not reached (%s)" % error_code(error))
                continue
            if done:
                return action

    def hold_back(self, why):
        """Waits longer each time, until something comes through."""
        self.pause = min(LONGEST_PAUSE_SECONDS, max(self.spec["pollSeconds"], self.pause * 2))
        log("%s: trying again in %s seconds." % (why, js_number(self.pause)))
        self.rest(self.pause)

    def rest(self, seconds):
        self.sleep(seconds)
        self.wake.clear()

    def look(self):
        return decide_gate(self.spec, self.observer.state())

    def act(self, action):
        """Does what was decided; True at the end."""
        kind = action["action"]
        if kind == "end":
            for one in action["writes"]:
                self.store.put_json(self.bucket, one)
            for key in action["removes"]:
                self.store.remove(self.bucket, key)
            return True
        if kind == "wait":
            poll, until = self.next_poll(), action["until"]
            self.rest(poll if until is None else max(0, min(poll, (until - now_ms()) / 1000)))
        else:
            # Something has changed: what follows may be over as soon.
            self.waits = 0
            self.other(kind, action)
        if kind != "call":
            self.pause = 0
        return False

    def next_poll(self):
        """Soon at first, since much is over soon; then half as often each time, up to the spec's pace."""
        self.waits += 1
        return min(self.spec["pollSeconds"], 2 ** min(self.waits - 1, 10))

    def other(self, kind, action):
        """A closer asks what is live to stop, each once: the graph shows soon that it was asked."""
        glue, jobs = self.clients("glue"), {}
        for one in action["jobRuns"]:
            jobs.setdefault(one["job"], []).append(one["id"])
        for job, ids in jobs.items():
            log("The run stops: asking %s of %s to stop." % (", ".join(ids), job))
            for at in range(0, len(ids), 25):
                glue.batch_stop_job_run(JobName=job, JobRunIds=ids[at : at + 25])
        for crawler in action["crawlers"]:
            log("The run stops: asking the crawler %s to stop." % crawler)
            ask(lambda name=crawler: glue.stop_crawler(Name=name))
        self.rest(self.spec["pollSeconds"])


def refusal(error):
    """A sentence where AWS itself said no; what is wrong with this program keeps its traceback."""
    if getattr(error, "response", None) is None:
        return error
    if "NotFound" in error_code(error):
        return Ended("Something that this job needs is not there (%s). Create it, or correct its name in the pipeline and deploy again." % error)
    return Ended("AWS refused what this job needs (%s). Give its role the right, or deploy the pipeline again." % error)


def ask(stop):
    """What has ended by itself cannot be stopped, and need not."""
    try:
        return stop()
    except Exception as error:
        if not any(word in error_code(error) for word in ALREADY_ENDED):
            raise
        return []


class Bridge(Helper):
    def __init__(self, *given):
        super().__init__(*given)
        kinds = {"job": JobCalls, "crawler": CrawlerCalls, "ssm": SsmCalls, "sns": SnsCalls, "wait": WaitCalls}
        kind = self.spec["call"]["type"]
        self.calls = LambdaCalls(self.spec, self.clients, self.wake) if kind == "lambda" else kinds[kind](self.spec, self.clients)
        self.made = None

    def look(self):
        state = self.observer.state()
        begun = open_attempt(self.spec["step"], state)
        try:
            found, other = self.calls.look(state, begun)
        except Refused as refused:
            self.not_accepted(self.made, refused.error)
            return self.look()
        return decide_bridge(self.spec, {**state, "call": {"running": found, "other": other, "outputs": self.outputs(state, begun, found)}})

    def outputs(self, state, begun, found):
        if "outputs" not in self.spec or begun is None or found is None or found["state"] != "succeeded":
            return None
        attempt = continuation_of(state) + "-" + str(begun["attempt"])
        body = self.store.get(self.bucket, attempt_outputs_key(self.spec, self.observer.run, attempt))
        return None if body is None else body.decode("utf-8", "replace")

    def other(self, kind, action):
        if kind == "record":
            for one in action["writes"]:
                self.store.put_json(self.bucket, one)
                self.say(one)
        elif kind == "stop":
            body = action["record"]["body"]
            log("Attempt %d is asked to stop." % action["attempt"])
            refusals = ask(lambda: self.calls.stop(body, body["id"]))
            if refusals:
                # Too early to be stopped, or just over: the next look tells, and asks again where it still runs.
                self.hold_back("The attempt cannot be stopped now (%s)" % (refusals[0].get("ErrorDetail") or {}).get("ErrorMessage", "Glue gives no reason"))
            else:
                self.store.put_json(self.bucket, action["record"])
        else:
            self.call(action)

    def say(self, one):
        if one["key"].endswith(".end.json"):
            log("The attempt ended %s%s" % (one["body"]["outcome"], ": " + one["body"]["message"] if one["body"]["message"] else "."))

    def call(self, action):
        for one in action["writes"]:
            if not self.store.put_json(self.bucket, one) and one["key"].endswith("/run.json"):
                # Another job froze the run first: its record counts.
                return
        self.made, record = action, action["record"]
        self.store.put_json(self.bucket, record)
        try:
            native = self.calls.begin(action["request"], record["body"]["at"])
        except Exception as error:
            self.not_accepted(action, error)
            return
        self.pause = 0
        log("Attempt %d has begun%s." % (action["attempt"], " as " + native if native else ""))
        if record["body"]["id"] != native:
            self.store.put_json(self.bucket, {**record, "body": {**record["body"], "id": native}})

    def not_accepted(self, action, error):
        """Busy or not reached: no attempt, and the same one is tried again. Anything else does not get better."""
        if is_passing(error):
            self.store.put_json(self.bucket, {**action["record"], "body": {**action["record"]["body"], "id": None}})
            self.hold_back("The start of attempt %d was held back (%s)" % (action["attempt"], error_code(error)))
            return
        body = {"at": now_ms(), "outcome": "failed", "message": "%s: %s" % (error_code(error), str(error)[:1000]), "refused": True}
        self.store.put_json(self.bucket, write(action["endKey"], body, False))


class Opener(Helper):
    def __init__(self, *given):
        super().__init__(*given)
        self.gone, self.tags = set(), {}

    def look(self):
        state = self.observer.state()
        queues = self.spec["overlap"] == "queue"
        return decide_opener(self.spec, {**state, "tickets": self.tickets() if queues else [], "holder": self.holder() if queues else None})

    def is_live(self, native):
        """Whether a workflow run still runs. One that has ended stays so."""
        if native in self.gone:
            return False
        try:
            status = self.clients("glue").get_workflow_run(Name=self.spec["workflow"], RunId=native)["Run"].get("Status")
        except Exception as error:
            if error_code(error) != "EntityNotFoundException":
                raise
            status = None
        if status not in ("RUNNING", "STOPPING"):
            self.gone.add(native)
        return native not in self.gone

    def tickets(self):
        """In order. Nobody looks behind the first that is live."""
        found, ahead = [], False
        for key in sorted(self.store.list(self.bucket, queue_prefix(self.spec["pipeline"]))):
            body = read_json(self.store.get(self.bucket, key) or b"")
            run, native = read_member(body, "run"), read_member(body, "nativeId")
            if isinstance(run, str) and isinstance(native, str):
                ahead = ahead or self.is_live(native)
                found.append({"key": key, "run": run, "nativeId": native, "live": ahead and native not in self.gone})
        return found

    def holder(self):
        found = self.store.find(self.bucket, holder_key(self.spec["pipeline"]))
        body = None if found is None else read_json(found[0])
        if found is None:
            return None
        run, native = read_member(body, "run"), read_member(body, "nativeId")
        return {"run": run, "nativeId": native, "live": isinstance(native, str) and self.is_live(native), "etag": found[1]}

    def other(self, kind, action):
        if kind == "take":
            body = json.dumps(action["body"], separators=(",", ":")).encode()
            self.store.put(self.bucket, action["key"], body, action["ifMatch"] is None, action["ifMatch"])
            return
        for one in action["writes"]:
            self.store.put_json(self.bucket, one)


def main(argv):
    import boto3
    import botocore.config

    options = read_options(argv[1:], OPTIONS)
    if not options.get("MILLRACE_SPEC"):
        raise Ended("The job argument --MILLRACE_SPEC is missing; deploy the pipeline again.")
    if not options.get("WORKFLOW_RUN_ID"):
        raise Ended("This job helps a workflow and does nothing by itself: start the pipeline with `millrace run`.")
    made = {}

    def clients(name, read_timeout=None):
        if name not in made:
            # A lambda that was not heard of is not called a second time.
            quiet = {"read_timeout": read_timeout, "retries": {"total_max_attempts": 1}} if read_timeout is not None else None
            made[name] = boto3.client(name, config=botocore.config.Config(**quiet)) if quiet else boto3.client(name)
        return made[name]

    store = Store(clients("s3"))
    spec = with_steps(json.loads(fetch("The helper's description", options["MILLRACE_SPEC"], store)), store)
    workflow = {"name": options.get("WORKFLOW_NAME", ""), "runId": options["WORKFLOW_RUN_ID"]}
    chain = chain_of(clients("glue"), workflow["name"], workflow["runId"])
    job_run_id = options.get("JOB_RUN_ID") or own_id(clients("glue"), workflow, spec["job"])
    observer = Observer(store, clients("glue"), spec, workflow, job_run_id, chain)
    wake = threading.Event()
    kind = {"bridge": Bridge, "opener": Opener}.get(spec["kind"], Helper)
    say_and_exit(kind(spec, store, clients, observer, wake.wait, wake).run())


def own_id(glue, workflow, job):
    live = [one for one in graph_of(glue, workflow)[0].get(job, []) if one["state"] not in JOB_ENDS]
    return max(live, key=lambda one: one["start"])["id"] if live else "jr_unknown"


if __name__ == "__main__":
    try:
        main(sys.argv)
    except Ended as ended:
        sys.exit(str(ended))
