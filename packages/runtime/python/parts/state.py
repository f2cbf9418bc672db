"""What helper jobs look at: the chain of workflow runs, the run graph and the folder of the run."""

import re


def own_properties(chain):
    """Properties of the newest workflow run that Millrace started; None where it started none."""
    return next((one["properties"] for one in chain if "millrace:run" in one["properties"]), None)


def outside_id(native_id):
    return re.sub(r"[^a-z0-9-]", lambda found: "-" * units(found[0]), native_id.lower())


def run_id_of(chain, job_run_id):
    ours = own_properties(chain)
    return ours["millrace:run"] if ours is not None else outside_id(chain[-1]["runId"] if chain else job_run_id)


def as_record(value):
    return value if isinstance(value, dict) else None


def read_member(value, name):
    return value.get(name) if isinstance(value, dict) else None


CONTINUATION = re.compile(r"continuations/([0-9]{4,})(\.native)?\.json")


def continuation_of(state):
    """Which continuation of the run this is, as four digits."""
    workflow, folder, newest = state["workflow"], state["folder"], ""
    for key, body in folder.items():
        found = CONTINUATION.fullmatch(key)
        if found is None:
            continue
        n, native = found.groups()
        if native is not None and workflow is not None and read_member(body, "nativeId") == workflow["runId"]:
            return n
        if native is None and (len(n), n) > (len(newest), newest):
            newest = n
    record = folder.get("continuations/" + newest + ".json") if newest else None
    if newest and read_member(record, "means") == "native" and "continuations/" + newest + ".native.json" not in folder:
        return newest
    return pad((own_properties(state["chain"]) or {}).get("millrace:continuation", "1"), 4)


def kept_in(state):
    """Steps that count as succeeded from the start of this continuation."""
    keep = read_member(state["folder"].get("continuations/" + continuation_of(state) + ".json"), "keep")
    return {one for one in keep if isinstance(one, str)} if isinstance(keep, list) else set()


def is_stopped(state):
    return state["folder"].get("stop.json") is not None


def is_needed(key):
    """Which objects of a run's folder are looked at: all but what attempts leave as outputs."""
    return re.match(r"outputs/[^/]+/", key) is None
