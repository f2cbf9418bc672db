"""The bridge: held equal to decideBridge in TypeScript by a test."""


def decide_bridge(spec, view):
    run = run_id_of(view["chain"], view["jobRunId"])
    folder = folder_of(spec["pipeline"], run)
    refused = refusal_of(spec["pipeline"], view, reader_of(view, folder))
    if refused is not None:
        return ending(1, refused["message"], refused["writes"])
    bridge = {"spec": spec, "view": view, "run": run, "folder": folder, "continuation": continuation_of(view), "halted": halted_by(spec, view, run)}
    if spec["step"] in kept_in(view):
        return ending(0, "The step '%s' succeeded earlier in the run %s and is kept." % (spec["step"], run), [bridge_marker(bridge, "kept")])
    calls = calls_of(spec["step"], view)
    begun = next((one for one in reversed(calls) if one["endedAt"] is None), None)
    return next_attempt(bridge, calls) if begun is None else watch_attempt(bridge, begun, calls)


def halted_by(spec, view, run):
    """Why nothing starts any more, or None."""
    if is_stopped(view):
        return "The run %s is being stopped" % run
    if spec["handler"] or spec["failurePolicy"] == "continue":
        return None
    stoppers = outcomes_of(spec["steps"], view, "stop")["stoppers"]
    return "The run %s stops, since %s went wrong" % (run, ", ".join(stoppers)) if stoppers else None


def bridge_marker(bridge, skipped):
    view = bridge["view"]
    key = bridge["folder"] + "steps/" + bridge["spec"]["step"] + "/" + view["jobRunId"] + ".json"
    return write(key, {"skipped": skipped, "at": view["now"]}, False)


def next_attempt(bridge, calls):
    """No attempt is under way: the step ends, waits for its next attempt, or makes it."""
    spec, view, halted = bridge["spec"], bridge["view"], bridge["halted"]
    step, retry = spec["step"], spec["retry"]
    last = next((one for one in reversed(calls) if not one["skipped"]), None)
    if last is None or last["endedAt"] is None:
        if halted is not None:
            return ending(1, "%s, so the step '%s' does not start." % (halted, step), [bridge_marker(bridge, "stop")])
        return begin_attempt(bridge, calls)
    outcome = last["outcome"]
    if outcome == "succeeded":
        return ending(0, "The step '%s' succeeded." % step)
    made = sum(1 for one in calls if not (one["skipped"] or one["attached"] or one["refused"]))
    repeats = outcome != "stopped" and outcome in retry["on"] and made <= retry["attempts"]
    if halted is not None or last["refused"] or not repeats:
        return ending(1, "The step '%s' ended %s%s" % (step, outcome, ": " + last["message"] if last["message"] else "."))
    due = last["endedAt"] + retry["delaySeconds"] * 1000
    return waiting(due) if view["now"] < due else begin_attempt(bridge, calls)


def begin_attempt(bridge, calls):
    attempt = calls[-1]["attempt"] + 1 if calls else 1
    kind, other = bridge["spec"]["call"]["type"], bridge["view"]["call"]["other"]
    if is_busy(bridge):
        return waiting()
    if kind == "job" and other is not None:
        return {"action": "record", "writes": [record_of(bridge, attempt, bridge["view"]["now"], other, True)]}
    return call_now(bridge, attempt)


def is_busy(bridge):
    """A crawl of someone else, or a stream that is being stopped: what lives has to be gone first."""
    kind, other = bridge["spec"]["call"]["type"], bridge["view"]["call"]["other"]
    return other is not None and (kind == "crawler" or (kind == "job" and other == ""))


def call_now(bridge, attempt):
    spec, view, run, folder = bridge["spec"], bridge["view"], bridge["run"], bridge["folder"]
    read = reader_of(view, folder)
    frozen = freeze(spec, view, read, run)
    sources = {"facts": {"id": run, "date": frozen["date"]}, "params": frozen["params"], "outputsOf": lambda step: read(outputs_key(folder, step))}
    told = told_in(read(handlers_key(spec, run, view)))
    about = {"run": run, "attempt": bridge["continuation"] + "-" + str(attempt), "workflow": view["workflow"], "told": told}
    request, unresolved = request_of(spec, about, sources)
    problems = frozen["problems"] or unresolved
    if problems:
        message = "The run %s cannot go on: %s." % (run, "; ".join(problems))
        return ending(1, message, [refused_record(folder, message, view["now"])] if frozen["problems"] else [])
    # What an attempt before this one left holds no more.
    cleared = [write(outputs_key(folder, spec["step"]), {}, False)] if "outputs" in spec else []
    # A lambda may have run though nobody heard the answer, and a wait needs none: both count from now on.
    native = "" if spec["call"]["type"] in ("lambda", "wait") else None
    return {
        "action": "call",
        "attempt": attempt,
        "request": request,
        "writes": frozen["writes"] + cleared,
        "record": record_of(bridge, attempt, view["now"], native, False),
        "endKey": attempt_key(bridge, attempt) + ".end.json",
    }


def attempt_key(bridge, attempt):
    return bridge["folder"] + call_key(bridge["spec"]["step"], bridge["continuation"], attempt)


def record_of(bridge, attempt, at, native, attached, asked=None):
    body = {"at": at, "id": native}
    if attached:
        body["attached"] = True
    if asked is not None:
        body["asked"] = asked
    return write(attempt_key(bridge, attempt) + ".json", body, False)


def watch_attempt(bridge, begun, calls):
    """An attempt is under way, or its call was about to be made."""
    spec, view, halted = bridge["spec"], bridge["view"], bridge["halted"]
    running, kind = view["call"]["running"], spec["call"]["type"]
    if running is None:
        return lost_attempt(bridge, begun, calls)
    if running["state"] != "running":
        return ended_attempt(bridge, begun, running)
    # A job's own timeout ends it; a wait is its own duration.
    over = begun["at"] + spec["timeoutSeconds"] * 1000
    bounded = kind not in ("job", "wait")
    late = bounded and view["now"] >= over
    # A stream that someone else started is theirs to stop.
    theirs = spec["call"].get("until") == "started" and begun["attached"]
    if (late or halted is not None) and kind not in ("lambda", "sns") and not theirs and not begun["asked"]:
        native = running["id"] if begun["id"] is None else begun["id"]
        record = record_of(bridge, begun["attempt"], begun["at"], native, begun["attached"], view["now"])
        return {"action": "stop", "attempt": begun["attempt"], "record": record}
    if late:
        return record_end(bridge, begun, "timedOut", took_longer(spec))
    if kind == "wait":
        return waiting(max(view["now"], begun["at"] + spec["call"]["seconds"] * 1000))
    return waiting(over if bounded else None)


def lost_attempt(bridge, begun, calls):
    """The service knows nothing of it: this bridge was started anew in the middle of a call, or the call was held back."""
    spec, view, kind = bridge["spec"], bridge["view"], bridge["spec"]["call"]["type"]
    if kind == "lambda" and begun["id"] is not None:
        # It was called, and nobody can tell how it went on: while it may run, no second one is called.
        over = begun["at"] + spec["timeoutSeconds"] * 1000
        if view["now"] < over:
            return waiting(over)
        return record_end(bridge, begun, "failed", "Its answer is lost, since the job that waited for it was restarted.")
    if begun["id"] is not None and kind != "sns":
        return record_end(bridge, begun, "failed", "The service does not know it any more.")
    if begun["id"] is not None:
        return record_end(bridge, begun, "succeeded", "")
    if bridge["halted"] is not None:
        return next_attempt(bridge, [one for one in calls if one["attempt"] != begun["attempt"]])
    other = view["call"]["other"]
    if is_busy(bridge):
        return waiting()
    if kind == "job" and other is not None:
        return {"action": "record", "writes": [record_of(bridge, begun["attempt"], begun["at"], other, begun["attached"])]}
    return call_now(bridge, begun["attempt"])


def took_longer(spec):
    return "It took longer than its timeout of %s seconds." % js_number(spec["timeoutSeconds"])


def stopped_late(spec, begun):
    """It was asked to stop at its timeout, and not before."""
    over = begun["at"] + spec["timeoutSeconds"] * 1000
    return spec["call"]["type"] not in ("job", "wait") and begun["askedAt"] is not None and begun["askedAt"] >= over


def ended_attempt(bridge, begun, running):
    spec, view, state = bridge["spec"], bridge["view"], running["state"]
    message = running["message"] or ""
    if spec["call"]["type"] == "job" and skip_of(view, spec["step"], running["id"]) == "stop":
        # The job's own bootstrap saw the stop first: the script has not begun.
        return record_end(bridge, begun, "stopped", "It ended before its script, since the run stops.", {"skipped": True})
    # Whatever it came to after that, its time was over.
    if stopped_late(spec, begun):
        return record_end(bridge, begun, "timedOut", took_longer(spec))
    if state != "succeeded" or "outputs" not in spec:
        return record_end(bridge, begun, state, message)
    decision = decide_outputs(spec, bridge["run"], bridge["continuation"] + "-" + str(begun["attempt"]), view["call"]["outputs"])
    if decision["wrong"] is not None:
        return record_end(bridge, begun, "failed", decision["wrong"])
    return {"action": "record", "writes": decision["writes"] + record_end(bridge, begun, "succeeded", message)["writes"]}


def record_end(bridge, begun, outcome, message, more=None):
    body = {"at": bridge["view"]["now"], "outcome": outcome, "message": message, **(more or {})}
    return {"action": "record", "writes": [write(attempt_key(bridge, begun["attempt"]) + ".end.json", body, False)]}
