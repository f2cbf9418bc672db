"""The opener: held equal to decideOpener in TypeScript by a test."""


def queue_prefix(pipeline):
    return pipeline + "/_queue/"


def holder_key(pipeline):
    return pipeline + "/_live.json"


def ticket_key(spec, chain, run, now):
    started = chain[0]["startedOn"] if chain else now
    return queue_prefix(spec["pipeline"]) + pad(js_number(max(0, started)), 13) + "-" + run + ".json"


def decide_opener(spec, view):
    workflow, chain, now, tickets, holder = view["workflow"], view["chain"], view["now"], view["tickets"], view["holder"]
    run = run_id_of(chain, view["jobRunId"])
    folder = folder_of(spec["pipeline"], run)
    ticket = ticket_key(spec, chain, run, now)
    own = [one["key"] for one in tickets if one["key"] == ticket]
    read = reader_of(view, folder)
    refused = refusal_of(spec["pipeline"], view, read)
    if refused is not None:
        return ending(1, refused["message"], refused["writes"], own)
    if is_stopped(view):
        return ending(1, "The run %s is being stopped, so nothing starts." % run, (), own)
    frozen = freeze(spec, view, read, run)
    if frozen["problems"]:
        message = "The run %s cannot start: %s." % (run, "; ".join(frozen["problems"]))
        return ending(1, message, [refused_record(folder, message, now)], own)
    if frozen["writes"]:
        return {"action": "write", "writes": frozen["writes"]}
    if spec["overlap"] != "queue" or workflow is None:
        return ending(0, "The run %s starts." % run, (), own)
    if holder is not None and holder["nativeId"] == workflow["runId"]:
        gone = [one["key"] for one in tickets if not one["live"] or one["key"] == ticket]
        return ending(0, "It is the turn of the run %s." % run, (), gone)
    body = {"run": run, "nativeId": workflow["runId"], "at": now}
    if not own:
        return {"action": "write", "writes": [write(ticket, body, False)]}
    before = sum(1 for one in tickets if one["live"] and one["key"] < ticket)
    if before >= spec["mostQueued"]:
        told = "The run %s does not start: %s runs wait for their turn already. Start it again later." % (run, js_number(spec["mostQueued"]))
        return ending(1, told, (), own)
    if before > 0 or (holder is not None and holder["live"]):
        return waiting()
    return {"action": "take", "key": holder_key(spec["pipeline"]), "body": body, "ifMatch": None if holder is None else holder["etag"]}


def reader_of(state, folder):
    """Objects of the runs bucket as far as the run's folder holds them."""
    return lambda key: state["folder"].get(key[len(folder):]) if key.startswith(folder) else None
