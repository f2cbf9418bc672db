"""The bootstrap: finds the run, decides, and runs the script of the step."""

import functools
import hashlib
import json
import os
import re
import runpy
import sys
import tempfile
import threading
import time
import traceback
import uuid

TOLD = ("MILLRACE_SPEC", "MILLRACE_STEP", "MILLRACE_OUTCOME", "MILLRACE_FAILED_STEPS", "MILLRACE_PROPERTIES")
OPTIONS = TOLD + ("WORKFLOW_NAME", "WORKFLOW_RUN_ID", "JOB_NAME", "JOB_RUN_ID")
# Glue's own: its libraries look for them in sys.argv, bookmarks above all.
OWN_OF_GLUE = (
    "JOB_ID",
    "SECURITY_CONFIGURATION",
    "encryption-type",
    "enable-data-lineage",
    "TempDir",
    "RedshiftTempDir",
    "job-bookmark-option",
    "job-bookmark-from",
    "job-bookmark-to",
    "continuation-option",
)
ATTACHED_POLL_SECONDS = 15


def own_job_run(glue, workflow, spec):
    """This very job run, from the graph of the workflow run: for jobs that Glue does not tell their id. None when it cannot be told."""
    live = [one for one in graph_of(glue, workflow)[0].get(spec["job"], []) if one["state"] not in JOB_ENDS]
    return {"JobName": spec["job"], "Id": max(live, key=lambda one: one["start"])["id"]} if live else None


def given_properties(text):
    """What run properties tell a job in a workflow, for one that was started by itself: a JSON object of texts."""
    found = read_json(text)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Ended("The job argument --MILLRACE_PROPERTIES is no JSON object of texts, such as {\"param:day\": \"2026-01-31\"}.")
    return found


def view_of(options, spec, script_path, connect):
    workflow, chain, now = None, [], now_ms()
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
        written = store.put_json(bucket, one)
        if not written and one["key"].endswith("/run.json"):
            return carry_out(decide_now, bucket, store)
    return decision


def attached_to(spec, view, store, glue):
    """The job run to wait for, or None: see decide_attach."""
    try:
        runs = glue.get_job_runs(JobName=view["jobName"], MaxResults=50).get("JobRuns") or []
    except Exception as error:
        # A role may lack the right; a job run that lives twice is rare enough to go on without.
        log("Whether this step already runs cannot be seen (%s)." % error_code(error))
        return None
    others = [{**node_run(one, one["JobRunState"]), "arguments": one.get("Arguments") or {}} for one in runs]
    if all(one["id"] == view["jobRunId"] or one["state"] in JOB_ENDS for one in others):
        return None
    folder = folder_of(spec["pipeline"], run_id_of(view["chain"], view["jobRunId"])) + "continuations/"
    keys = [key for key in store.list(spec["runsBucket"], folder) if key.endswith(".native.json")]
    natives = [read_member(read_json(store.get(spec["runsBucket"], key) or b""), "nativeId") for key in keys]
    return decide_attach(spec, view, [one for one in natives if isinstance(one, str)], others)


def wait_for(attached, spec, view, store, glue):
    """Ends as that job run ends."""
    log("The step '%s' already runs in this run, as %s: this job run waits for it." % (spec["step"], attached["to"]))
    store.put_json(spec["runsBucket"], attached["write"])
    while True:
        state = glue.get_job_run(JobName=view["jobName"], RunId=attached["to"])["JobRun"]["JobRunState"]
        if state in JOB_ENDS:
            break
        time.sleep(ATTACHED_POLL_SECONDS)
    sys.exit(0 if state == "SUCCEEDED" else "The job run %s, which this one waited for, ended %s." % (attached["to"], state))


def run_script(path):
    """As if the script were the job's own: an exception or a bad exit ends the process; after a good end the job goes on."""
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as ended:
        if ended.code not in (None, 0):
            raise
    except Exception as error:
        # A script that has put its own here knows better.
        if sys.excepthook is sys.__excepthook__:
            # Made now: the lines of the script are gone with its file when the hook is called.
            told = trace_of(error)
            sys.excepthook = lambda *_: print(told, end="", file=sys.stderr)
        raise


def trace_of(error):
    """Without the frames of this program: the first that a person reads is one of the script."""
    trace = error.__traceback__
    while trace is not None and (trace.tb_frame.f_globals is globals() or trace.tb_frame.f_globals.get("__name__") == "runpy"):
        trace = trace.tb_next
    # A script that cannot be read as Python has no frames.
    head = [] if trace is not None else ["Traceback (most recent call last):\n"]
    return "".join(head + traceback.format_exception(type(error), error, trace))


class Watch:
    """Ends the process as failed when the time of the attempt is over, whatever the script does meanwhile."""

    def __init__(self, seconds, last_words):
        self.last_words, self.over, self.lock = last_words, False, threading.Lock()
        self.timer = threading.Timer(seconds, self.fire)
        self.timer.daemon = True
        self.timer.start()

    def fire(self):
        with self.lock:
            if self.over:
                return
            self.over = True
            try:
                self.last_words()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(1)

    def end(self):
        """The script has ended in time; where the time is just over, this never returns."""
        with self.lock:
            self.over = True
        self.timer.cancel()


def watch_of(spec, view, run, store):
    if "watch" not in spec or view["workflow"] is None:
        return None
    seconds = spec["watch"]["timeoutSeconds"]

    def last_words():
        print("The attempt took longer than its timeout of %s seconds." % js_number(seconds), file=sys.stderr, flush=True)
        store.put_json(spec["runsBucket"], timed_out_marker(spec, run, view["jobRunId"], now_ms()))

    return Watch(max(0, seconds - (now_ms() - view["now"]) / 1000), last_words)


def hand_over(spec, store, run, view):
    """After the script: the attempt fails when what it declares is not there."""
    job_run_id = view["jobRunId"]
    found = store.get(spec["runsBucket"], attempt_outputs_key(spec, run, job_run_id))
    decision = decide_outputs(spec, run, job_run_id, None if found is None else found.decode("utf-8", "replace"))
    for one in decision["writes"]:
        store.put_json(spec["runsBucket"], one)
    if decision["wrong"] is not None:
        # A job that was started by itself leaves no trace of a run.
        if view["workflow"] is not None:
            store.put_json(spec["runsBucket"], wrong_outputs_marker(spec, run, job_run_id, now_ms(), decision["wrong"]))
        raise Ended(decision["wrong"])


def fetch_script(spec, store, path):
    source = fetch("The script", spec["scriptUri"], store)
    wanted = spec["scriptUri"].split("/")[-2]
    if re.fullmatch(r"[0-9a-f]{16}", wanted) and not hashlib.sha256(source).hexdigest().startswith(wanted):
        raise Ended("The script %s was changed after the deploy; deploy the pipeline again." % spec["scriptUri"])
    with open(path, "wb") as file:
        file.write(source)


def with_own_of_glue(argv, original):
    """What Glue's libraries need of the original arguments, unless the step gives it another value."""
    found = read_options(original, OWN_OF_GLUE)
    return argv + [token for name, value in found.items() if "--" + name not in argv[1::2] for token in ("--" + name, value)]


def main(argv):
    import boto3

    options = read_options(argv[1:], OPTIONS)
    if not options.get("MILLRACE_SPEC"):
        raise Ended("The job argument --MILLRACE_SPEC is missing; deploy the pipeline again.")
    store = Store(boto3.client("s3"))
    spec = json.loads(fetch("The step's description", options["MILLRACE_SPEC"], store))
    if options.get("MILLRACE_STEP", spec["step"]) != spec["step"]:
        raise Ended("The job is for the step '%s', its description for '%s'; deploy the pipeline again." % (options["MILLRACE_STEP"], spec["step"]))
    if "policy" in spec:
        spec["policy"] = with_steps(spec["policy"], store)

    connect = functools.lru_cache(maxsize=None)(lambda: boto3.client("glue"))
    with tempfile.TemporaryDirectory(prefix="millrace-") as folder:
        path = os.path.join(folder, os.path.basename(spec["scriptUri"]))
        # Before the decision, whose marker says that the script is about to run.
        fetch_script(spec, store, path)
        run_step(spec, store, view_of(options, spec, path, connect), connect, folder)


def run_step(spec, store, view, connect, folder):
    observer = Observer(store, connect(), spec, view["workflow"], view["jobRunId"], view["chain"]) if "policy" in spec else None

    def read(key):
        body = store.get(spec["runsBucket"], key)
        return None if body is None else json.loads(body)

    def decide_now():
        return decide(spec, {**view, "state": None if observer is None else observer.state()}, read)

    attached = None if view["workflow"] is None else attached_to(spec, view, store, connect())
    if attached is not None and decide_now()["action"] == "script":
        wait_for(attached, spec, view, store, connect())
    decision = carry_out(decide_now, spec["runsBucket"], store)
    if decision["action"] == "end":
        say_and_exit(decision)
    sys.argv = with_own_of_glue(decision["argv"], sys.argv[1:])
    sys.path.insert(0, folder)
    watch = watch_of(spec, view, decision["run"], store)
    try:
        run_script(decision["argv"][0])
    finally:
        if watch is not None:
            watch.end()
    if "outputs" in spec:
        hand_over(spec, store, decision["run"], view)


if __name__ == "__main__":
    try:
        main(sys.argv)
    except Ended as ended:
        sys.exit(str(ended))
