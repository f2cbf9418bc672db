"""Gates and closers: held equal to decideGate in TypeScript by a test."""


def ending(exit_code, message, writes=(), removes=()):
    return {"action": "end", "exitCode": exit_code, "message": message, "writes": list(writes), "removes": list(removes)}


def waiting(until=None):
    return {"action": "wait", "until": until}


def decide_gate(spec, state):
    folder = folder_of(spec["pipeline"], run_id_of(state["chain"], state["jobRunId"]))
    refused = refusal_of(spec["pipeline"], state, reader_of(state, folder))
    if refused is not None:
        return ending(1, refused["message"], refused["writes"])
    return decide_join(spec, state) if spec["kind"] == "gate" else decide_close(spec, state)


def decide_join(spec, state):
    step = spec["step"]
    if is_stopped(state):
        return ending(1, "The run %s is being stopped, so the step '%s' does not start." % (run_id_of(state["chain"], state["jobRunId"]), step))
    if is_refused(state):
        return ending(1, "The run %s was refused, so the step '%s' does not start." % (run_id_of(state["chain"], state["jobRunId"]), step))
    facts = spec["steps"].get(step)
    if facts is None:
        return ending(1, "The description of the gate does not know the step '%s'; deploy the pipeline again." % step)
    seen = outcomes_of(spec["steps"], state, spec["failurePolicy"])
    verdict = verdict_of(facts, ends_in(seen["steps"]))
    if verdict == "skip":
        return ending(1, "The step '%s' is skipped: what it waits for can no longer be." % step)
    if seen["stoppers"]:
        return ending(1, "The step '%s' is skipped: the run stops, since %s went wrong." % (step, ", ".join(seen["stoppers"])))
    return ending(0, "The step '%s' can start." % step) if verdict == "ready" else waiting()


def ends_in(steps):
    return {name: one["state"] for name, one in steps.items() if one["state"] not in ("running", "pending")}


def decide_close(spec, state):
    run = run_id_of(state["chain"], state["jobRunId"])
    if is_stopped(state):
        return ending(0 if spec["handler"] is None else 1, "The run %s is being stopped, so nothing follows it." % run)
    if is_refused(state):
        return ending(0 if spec["handler"] is None else 1, "The run %s was refused, so nothing follows it." % run)
    seen = outcomes_of(spec["steps"], state, spec["failurePolicy"])
    stop = to_stop(seen["steps"]) if spec["stops"] and seen["stoppers"] else None
    if stop is not None:
        return stop
    ends = ends_in(seen["steps"])
    if len(ends) < len(seen["steps"]):
        return waiting()
    wrong = [name for name, outcome in ends.items() if outcome in BAD]
    # A run in which a step was due and could not start has not done what the pipeline asks for, however optional the one before it is.
    outcome = "failed" if seen["lost"] or any(not spec["steps"][name]["optional"] for name in wrong) else "succeeded"
    if spec["handler"] is None:
        return ending(0, "All steps of the run %s have ended." % run)
    told = [write(handlers_key(spec, run, state), {"outcome": outcome, "failedSteps": wrong, "at": state["now"]}, True)]
    if spec["handler"] == "onFailure":
        if outcome == "failed":
            return ending(0, "The run %s failed, so its handler starts." % run, told)
        return ending(1, "The run %s has not failed, so there is nothing to handle." % run, told)
    before = spec["before"]
    if outcome == "failed" and before is not None and step_state_of(before["step"], before["facts"], state)["state"] in ("running", "pending"):
        return waiting()
    return ending(0, "The run %s has %s, and its last step starts." % (run, outcome), told)


def to_stop(steps):
    """What still has to be asked to stop. A job run whose script has not begun ends by itself, and its step counts as skipped."""
    live = [one for step in steps.values() for one in step["live"] if not one["asked"]]
    job_runs = [{"job": one["job"], "id": one["id"]} for one in live if "job" in one and one["begun"]]
    crawlers = [one["crawler"] for one in live if "crawler" in one]
    return {"action": "stop", "jobRuns": job_runs, "crawlers": crawlers} if job_runs or crawlers else None
