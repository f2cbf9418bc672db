"""Whether the properties of a workflow run are to be believed: held equal to refusalOf in TypeScript by a test."""

import re

RUN_ID = re.compile(r"[0-9]{8}t[0-9]{6}-[a-z2-7]{6}|wr-[a-z0-9-]{1,200}")
CONTINUATION_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
WITHOUT = "Start it without the run properties that begin with 'millrace:'."


def refused_record(folder, message, at):
    """A run was refused before any step of it began: no handler follows it, and it cannot be resumed."""
    return write(folder + "refused.json", {"message": message, "at": at}, True)


def refusal_of(pipeline, view, read):
    """Run properties may be anyone's: copied from another run, or made up. None where they are to be believed."""
    link = next((one for one in view["chain"] if "millrace:run" in one["properties"]), None)
    why = None if link is None else mistaken(pipeline, link, view, read)
    if why is None:
        return None
    alone = view["workflow"] is None
    message = "The %s run %s does not go on: %s" % ("job" if alone else "workflow", link["runId"], why)
    writes = [] if alone else [refused_record(folder_of(pipeline, outside_id(link["runId"])), message, view["now"])]
    return {"message": message, "writes": writes}


def mistaken(pipeline, link, view, read):
    run, n = link["properties"]["millrace:run"], link["properties"].get("millrace:continuation", "1")
    if not RUN_ID.fullmatch(run):
        return "its run property 'millrace:run' is not the id of a run. " + WITHOUT
    if not CONTINUATION_NUMBER.fullmatch(n):
        return "its run property 'millrace:continuation' is not the number of a continuation. " + WITHOUT
    # Glue may show a workflow run that it resumed the properties of the one before.
    if view["workflow"] is None or link.get("resumed") is True:
        return None
    key = folder_of(pipeline, run) + "continuations/" + pad(n, 4)
    native = read_member(read(key + ".native.json"), "nativeId")
    if isinstance(native, str) and native != link["runId"]:
        told = "its run properties are those of the run %s, which is the workflow run %s. %s `millrace resume` continues a run."
        return told % (run, native, WITHOUT)
    if n != "1" and read(key + ".json") is None:
        told = "by its run properties it continues the run %s, and nobody has opened that continuation. %s `millrace resume` continues a run."
        return told % (run, WITHOUT)
    return None


def is_refused(state):
    return isinstance(state["folder"].get("refused.json"), dict)
