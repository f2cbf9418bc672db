"""What a step's job run does before its script."""


def decide(spec, view, read):
    """The decision as data: held equal to decideBootstrap in TypeScript by a test.

    `view` holds now, jobName, jobRunId, workflow, chain, told, scriptPath and, for a step with a policy, state; `read(key)` gives an
    object of the runs bucket.
    """
    step = spec["step"]
    run = run_id_of(view["chain"], view["jobRunId"])
    refused = refusal_of(spec["pipeline"], view, read)
    if refused is not None:
        return end(run, refused["writes"], 1, refused["message"])
    folder = folder_of(spec["pipeline"], run)
    marker = marker_key(spec, run, view["jobRunId"])
    continuation = pad((own_properties(view["chain"]) or {}).get("millrace:continuation", "1"), 4)

    def ends(skipped, message):
        return end(run, [write(marker, {"skipped": skipped, "at": view["now"]}, False)], 0 if skipped == "kept" else 1, message)

    keep = read_member(read(folder + "continuations/" + continuation + ".json"), "keep")
    if isinstance(keep, list) and step in keep:
        return ends("kept", "The step '%s' succeeded earlier in the run %s and is kept." % (step, run))
    if read(folder + "stop.json") is not None:
        return ends("stop", "The run %s is being stopped, so the step '%s' does not start." % (run, step))
    watched = "policy" in spec and view.get("state") is not None
    stoppers = outcomes_of(spec["policy"]["steps"], view["state"], "stop")["stoppers"] if watched else []
    if stoppers:
        return ends("stop", "The run %s stops, since %s went wrong, so the step '%s' does not start." % (run, ", ".join(stoppers), step))
    frozen = freeze(spec, view, read, run)
    recorded = told_in(read(folder + "handlers/" + continuation + ".json") if spec["handler"] else None)
    told = {name: recorded[name] if view["told"][name] is None else view["told"][name] for name in recorded}
    argv, unresolved = argv_of(spec, view, read, run, folder, frozen, told)
    if frozen["problems"] + unresolved:
        message = "The run %s cannot go on: %s." % (run, "; ".join(frozen["problems"] + unresolved))
        # What was given is wrong for every step, and told once; a value that is missing is this step's own failure.
        told = refused_record(folder, message, view["now"]) if frozen["problems"] else write(marker, {"script": False, "message": message, "at": view["now"]}, False)
        return end(run, [] if view["workflow"] is None else [told], 1, message)
    # What an attempt before this one left holds no more.
    cleared = [write(outputs_key(folder, step), {}, False)] if "outputs" in spec else []
    # A job that was started by itself belongs to no run, and leaves no trace of one.
    writes = frozen["writes"] + cleared + [write(marker, {"script": True, "at": view["now"]}, False)] if view["workflow"] is not None else []
    return {"action": "script", "run": run, "writes": writes, "argv": argv}


def end(run, writes, exit_code, message):
    return {"action": "end", "run": run, "writes": writes, "exitCode": exit_code, "message": message}


def marker_key(spec, run, job_run_id):
    return folder_of(spec["pipeline"], run) + "steps/" + spec["step"] + "/" + job_run_id + ".json"


def timed_out_marker(spec, run, job_run_id, at):
    return write(marker_key(spec, run, job_run_id), {"script": True, "ended": "timedOut", "at": at}, False)


def wrong_outputs_marker(spec, run, job_run_id, at, message):
    """The script has ended well: the service knows the exit code alone."""
    return write(marker_key(spec, run, job_run_id), {"script": True, "ended": "outputs", "message": message, "at": at}, False)


def decide_attach(spec, view, natives, others):
    """The live job run of the same step and run that began earlier, or None: the bootstrap waits for it and ends as it ends."""
    if view["workflow"] is None:
        return None
    run, own_id = run_id_of(view["chain"], view["jobRunId"]), view["jobRunId"]
    served = set(natives) | {one["runId"] for one in view["chain"]}
    own = (next((one["start"] for one in others if one["id"] == own_id), view["now"]), own_id)
    earlier = [
        (one["start"], one["id"])
        for one in others
        if one["id"] != own_id
        and one["state"] in ("STARTING", "RUNNING", "STOPPING", "WAITING")
        and (one["start"], one["id"]) < own
        and (one["arguments"].get("--MILLRACE_RUN") == run or one["arguments"].get("--WORKFLOW_RUN_ID", "") in served)
    ]
    if not earlier:
        return None
    to = min(earlier)[1]
    return {"to": to, "write": write(marker_key(spec, run, own_id), {"skipped": "attached", "to": to, "at": view["now"]}, False)}


def argv_of(spec, view, read, run, folder, frozen, told):
    pairs = [("JOB_NAME", view["jobName"]), ("JOB_RUN_ID", view["jobRunId"])]
    if view["workflow"] is not None:
        pairs += [("WORKFLOW_NAME", view["workflow"]["name"]), ("WORKFLOW_RUN_ID", view["workflow"]["runId"])]
    pairs += [("MILLRACE_RUN", run), ("MILLRACE_STEP", spec["step"])]
    if "outputs" in spec:
        pairs.append(("MILLRACE_OUTPUTS", attempt_outputs_uri(spec, run, view["jobRunId"])))
    for name, text in (("MILLRACE_OUTCOME", told["outcome"]), ("MILLRACE_FAILED_STEPS", told["failedSteps"])):
        if spec["handler"] and text is not None:
            pairs.append((name, text))
    problems = []
    sources = {"facts": {"id": run, "date": frozen["date"]}, "params": frozen["params"], "outputsOf": lambda step: read(outputs_key(folder, step))}
    for name, value in spec["args"].items():
        text = resolve_text(value, sources)
        if text is not None:
            pairs.append((name, text))
        elif not frozen["problems"]:
            problems.append("the argument '%s' has no value" % name)
    # Two tokens each, as Glue itself passes arguments, whatever the value: the script must not see which orchestrator started it.
    return [view["scriptPath"]] + [token for name, value in pairs for token in ("--" + name, value)], problems
