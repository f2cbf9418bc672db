"""How each step of a run stands, from the run graph and the run's folder."""

JOB_ENDS = {"SUCCEEDED": "succeeded", "FAILED": "failed", "ERROR": "failed", "EXPIRED": "failed", "TIMEOUT": "timedOut", "STOPPED": "stopped"}
CRAWL_ENDS = {
    "SUCCEEDED": "succeeded",
    "COMPLETED": "succeeded",
    "FAILED": "failed",
    "ERROR": "failed",
    "CANCELLED": "stopped",
    "STOPPED": "stopped",
}


def outcomes_of(steps, state, policy):
    """By step its state and what of it is live; the steps that stop the run under the stop policy, and those that were due and could not start.

    Skips leave no trace: they follow from the rules. A fact is a word, or a list with the last outcome of a step that waits for
    Glue's next attempt.
    """
    place = {"state": state, "kept": kept_in(state), "continuation": continuation_of(state)}
    seen = {name: observe(name, facts, place) for name, facts in steps.items()}
    facts = {name: settled(fact, is_stopped(state)) for name, (fact, _) in seen.items()}
    halted = policy == "stop" and any(not steps[name]["optional"] and fact in BAD for name, fact in facts.items())
    facts = {name: settled(fact, halted) for name, fact in facts.items()}
    busy = {name for name, fact in facts.items() if fact == "running" or isinstance(fact, list)}
    ended = {name: fact for name, fact in facts.items() if name not in busy and fact != "pending"}
    decision = decide_joins(steps, policy, ended, busy, unstartable(steps, place))
    skipped = {one["step"] for one in decision["skipped"]}

    def state_of(name):
        return ended.get(name) or ("running" if name in busy else "skipped" if name in skipped else "pending")

    shown = {name: {"state": state_of(name), "live": seen[name][1]} for name in steps}
    return {"steps": shown, "stoppers": decision["stoppers"], "lost": decision["lost"]}


def unstartable(steps, place):
    """Steps that triggers were to start, and cannot any more: Glue itself could not run what they wait for, and has no condition for that."""

    def is_broken(name, facts):
        runs = in_order(place["state"]["crawlers" if facts["node"] == "crawler" else "jobs"].get(facts["name"]))
        return name not in place["kept"] and bool(runs) and runs[-1]["state"] in ("ERROR", "EXPIRED")

    broken = {name for name, facts in steps.items() if is_broken(name, facts)}
    return {name for name, facts in steps.items() if facts.get("gated") is not True and any(one["step"] in broken for one in facts["after"])}


def step_state_of(name, facts, state):
    """One step by itself: a handler, which nothing but `millrace stop` keeps from its next attempt."""
    place = {"state": state, "kept": kept_in(state), "continuation": continuation_of(state)}
    fact, live = observe(name, facts, place)
    fact = settled(fact, is_stopped(state))
    return {"state": "running" if isinstance(fact, list) else fact, "live": live}


def settled(fact, halted):
    return fact[0] if isinstance(fact, list) and halted else fact


def observe(name, facts, place):
    if name in place["kept"]:
        return "succeeded", []
    if facts["node"] == "crawler":
        return observe_crawler(facts, place["state"])
    return observe_job(name, facts, place["state"]) if facts["node"] == "job" else observe_bridge(name, facts, place)


def in_order(runs):
    return sorted(runs or [], key=lambda one: (one["start"], one["attempt"]))


def observe_crawler(facts, state):
    crawls = in_order(state["crawlers"].get(facts["name"]))
    live = [one for one in crawls if one["state"] not in CRAWL_ENDS]
    if live:
        return "running", [{"crawler": facts["name"], "asked": one["state"] != "RUNNING"} for one in live]
    return (CRAWL_ENDS[crawls[-1]["state"]] if crawls else "pending"), []


def skip_of(state, step, job_run_id):
    """Why a job run ended on purpose before its script, as its bootstrap or bridge says."""
    return read_member(state["folder"].get("steps/" + step + "/" + job_run_id + ".json"), "skipped")


def observe_job(step, facts, state):
    name = facts["name"]
    runs = in_order(state["jobs"].get(name))
    markers = [as_record(state["folder"].get("steps/" + step + "/" + run["id"] + ".json")) or {} for run in runs]
    live = [
        {"job": name, "id": run["id"], "asked": run["state"] == "STOPPING", "begun": marker.get("script") is True or marker.get("skipped") == "attached"}
        for run, marker in zip(runs, markers)
        if run["state"] not in JOB_ENDS
    ]
    if live:
        return "running", live
    telling = [(run, marker) for run, marker in zip(runs, markers) if marker.get("skipped") not in ("stop", "kept")]
    if not telling:
        kept = any(marker.get("skipped") == "kept" for marker in markers)
        return ("pending" if not runs else "succeeded" if kept else "skipped"), []
    last, marker = telling[-1]
    outcome = JOB_ENDS[last["state"]]
    if outcome == "failed" and marker.get("ended") == "timedOut":
        outcome = "timedOut"
    # What Glue repeats is FAILED alone; an attempt that has ended on purpose, as the run stops, is no more repeated.
    again = last["state"] == "FAILED" and last["attempt"] < facts["retries"] and len(telling) == len(runs)
    return ([outcome] if again else outcome), []


def observe_bridge(step, facts, place):
    state = place["state"]
    runs = in_order(state["jobs"].get(facts["name"]))
    if any(run["state"] not in JOB_ENDS for run in runs):
        return "running", []
    if not runs:
        return "pending", []
    skipped = skip_of(state, step, runs[-1]["id"])
    if skipped in ("kept", "stop"):
        return ("succeeded" if skipped == "kept" else "skipped"), []
    native = JOB_ENDS[runs[-1]["state"]]
    if native == "succeeded":
        return "succeeded", []
    told = [one["outcome"] for one in calls_in(step, state, place["continuation"]) if not one["skipped"]]
    return (told[-1] if told and told[-1] in BAD else native), []


def calls_of(step, state):
    """The recorded attempts of a bridge's step in this continuation, oldest first."""
    return calls_in(step, state, continuation_of(state))


def call_key(step, continuation, attempt):
    return "calls/" + step + "/" + continuation + "-" + str(attempt)


def instant(value, otherwise):
    return value if is_number(value) else otherwise


def calls_in(step, state, continuation):
    folder, found = state["folder"], []
    while True:
        key = call_key(step, continuation, len(found) + 1)
        end = as_record(folder.get(key + ".end.json"))
        if key + ".json" not in folder and end is None:
            return found
        begun = as_record(folder.get(key + ".json")) or {}
        at, told = instant(begun.get("at"), 0), end or {}
        outcome = told.get("outcome") if told.get("outcome") in ("succeeded",) + BAD else "failed"
        found.append(
            {
                "attempt": len(found) + 1,
                "at": at,
                "id": begun.get("id") if isinstance(begun.get("id"), str) else None,
                "asked": is_number(begun.get("asked")),
                "askedAt": begun["asked"] if is_number(begun.get("asked")) else None,
                "attached": begun.get("attached") is True,
                "endedAt": None if end is None else instant(told.get("at"), at),
                "outcome": None if end is None else outcome,
                "message": told["message"] if isinstance(told.get("message"), str) else "",
                "refused": told.get("refused") is True,
                "skipped": told.get("skipped") is True,
            }
        )


def open_attempt(step, state):
    """The attempt that is under way, or whose call was about to be made; None where there is none."""
    return next((one for one in reversed(calls_of(step, state)) if one["endedAt"] is None), None)
