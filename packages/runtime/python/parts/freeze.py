"""The parameters and the day of a run: from run.json, else checked and frozen."""

import datetime
import re
import urllib.parse


def write(key, body, once):
    return {"key": key, "body": body, "once": once}


def folder_of(pipeline, run):
    return pipeline + "/" + run + "/"


def outputs_key(folder, step):
    """Where later steps read what a step has left."""
    return folder + "outputs/" + step + ".json"


def handlers_key(spec, run, state):
    """What handlers are told of the run's outcome, in this continuation."""
    return folder_of(spec["pipeline"], run) + "handlers/" + continuation_of(state) + ".json"


def told_in(body):
    outcome, failed = read_member(body, "outcome"), read_member(body, "failedSteps")
    texts = isinstance(failed, list) and all(isinstance(one, str) for one in failed)
    return {"outcome": outcome if isinstance(outcome, str) else None, "failedSteps": ",".join(failed) if texts else None}


def freeze(spec, view, read, run):
    folder = folder_of(spec["pipeline"], run)
    record = read(folder + "run.json")
    if isinstance(record, dict) and isinstance(record.get("params"), dict) and isinstance(record.get("date"), str):
        return {"params": record["params"], "date": record["date"], "writes": [], "problems": []}
    ours = own_properties(view["chain"])
    first = view["chain"][-1] if view["chain"] else {"runId": view["jobRunId"], "startedOn": view["now"], "properties": {}}
    date = (ours or {}).get("millrace:date")
    if date is None:
        scheduled = scheduled_at(first["properties"])
        date = day_in(spec["timezone"], first["startedOn"] if scheduled is None else scheduled)
    params, problems = params_of(spec, first["properties"] if ours is None else ours, {"id": run, "date": date})
    known = {"schemaVersion": 1, "run": run, "pipeline": spec["pipeline"], "target": "glue", "graphHash": spec.get("graphHash", "")}
    body = {**known, "date": date, "params": params, "createdAt": first["startedOn"]}
    return {"params": params, "date": date, "writes": records_of(spec, run, folder, first, body), "problems": problems}


def scheduled_at(properties):
    """The instant of the schedule that started a run, which EventBridge Scheduler passes on; None for other starts."""
    text = properties.get("millrace:scheduled", "")
    if not re.fullmatch(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", text):
        return None
    try:
        at = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    return int(at.timestamp() * 1000)


def records_of(spec, run, folder, first, body):
    """The records that `millrace run` writes, for a run that it did not start."""
    at = first["startedOn"]
    native = urllib.parse.quote(first["runId"], safe="!'()*-._~")
    return [
        write(folder + "run.json", body, True),
        write(folder + "continuations/0001.json", {"schemaVersion": 1, "n": 1, "means": "first", "keep": [], "at": at}, True),
        write(folder + "continuations/0001.native.json", {"nativeId": first["runId"], "at": at}, True),
        write(spec["pipeline"] + "/_native/" + native + ".json", {"run": run, "n": 1}, True),
        write(spec["pipeline"] + "/_index/" + index_name(run, at), None, True),
    ]


def index_name(run, at):
    """Names of the index sort by the start of their runs: an id that does not begin with its instant follows it."""
    if re.fullmatch(r"[0-9]{8}t[0-9]{6}-[a-z2-7]{6}", run):
        return run
    return datetime.datetime.fromtimestamp(at // 1000, datetime.timezone.utc).strftime("%Y%m%dt%H%M%S") + "." + run


def params_of(spec, properties, facts):
    values = {}
    given = {name[len("param:"):]: value for name, value in properties.items() if name.startswith("param:")}
    problems = ["there is no parameter '%s'" % name for name in given if name not in spec["params"]]
    # It would be passed over, and the run would go on with the usual value. Other properties may be someone's own.
    bare = (name for name in properties if name in spec["params"])
    problems += ["the run property '%s' names a parameter without its prefix (write 'param:%s')" % (name, name) for name in bare]
    for name, declaration in spec["params"].items():
        usual = declaration["default"]
        if isinstance(usual, dict):
            usual = facts[usual["run"]]
        value, problem = value_of(name, declaration, given.get(name), spec["environmentParams"].get(name, usual))
        if problem is None:
            values[name] = value
        else:
            problems.append(problem)
    return values, problems


def value_of(name, declaration, given, standing):
    """`given` by the run, else what stands: the environment's value or the default."""
    raw = standing if given is None else given
    if raw is None:
        return None, "the parameter '%s' has no value" % name
    # First of all, so that no message shows it.
    secret = secret_in(argument_text(raw))
    if secret is not None:
        return None, "the parameter '%s' looks like %s, which would be shown" % (name, secret)
    value = typed(declaration, raw)
    # Whoever types the secret itself must not find it in a log.
    if value is None and declaration["type"] == "secret":
        return None, "what is given is not the name of a secret, which the parameter '%s' is" % name
    if value is None:
        return None, "'%s' is not of type %s, which the parameter '%s' has" % (argument_text(raw), declaration["type"], name)
    rule = broken(declaration, value)
    if rule is not None:
        return None, "'%s' breaks a rule of the parameter '%s': it %s" % (argument_text(raw), name, rule)
    if declaration.get("overridable") is False and given is not None:
        usual = None if standing is None else typed(declaration, standing)
        # In Python alone, True is 1.
        if usual is None or usual != value or isinstance(usual, bool) != isinstance(value, bool):
            return None, "the parameter '%s' is not overridable, and the run gives it another value" % name
    return value, None
