"""The outputs that an attempt leaves: whether they are what its step declares."""

import json

MOST_OUTPUT_BYTES = 65536


def attempt_outputs_key(spec, run, attempt):
    """Key in the runs bucket of the object that this attempt writes."""
    return folder_of(spec["pipeline"], run) + "outputs/" + spec["step"] + "/" + attempt + ".json"


def attempt_outputs_uri(spec, run, attempt):
    return "s3://" + spec["runsBucket"] + "/" + attempt_outputs_key(spec, run, attempt)


def decide_outputs(spec, run, attempt, text):
    """Checks what the script left and copies it to where later steps read it. `text` is None when there is no object."""
    values, wrong = check_outputs(spec.get("outputs", {}), text)
    if wrong:
        uri = attempt_outputs_uri(spec, run, attempt)
        return {"wrong": "The outputs of the step '%s' in %s are not right: %s." % (spec["step"], uri, "; ".join(wrong)), "writes": []}
    return {"wrong": None, "writes": [write(outputs_key(folder_of(spec["pipeline"], run), spec["step"]), values, False)]}


def check_outputs(declared, text):
    """The declared outputs with their values, and what is wrong with the object."""
    if text is None:
        return {}, ["there is no such object"]
    if len(text.encode("utf-8", "surrogatepass")) > MOST_OUTPUT_BYTES:
        return {}, ["it has more than %d bytes" % MOST_OUTPUT_BYTES]
    try:
        found = json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return {}, ["it is no JSON object"]
    values, wrong = {}, []
    for name, kind in declared.items():
        value = output_of(kind, found.get(name))
        if value is not None:
            values[name] = value
        else:
            wrong.append("'%s' is not of type %s" % (name, kind) if name in found else "'%s' is missing" % name)
    return values, wrong


def no_constant(name):
    raise ValueError(name + " is no JSON.")


def output_of(kind, raw):
    if kind == "boolean":
        return raw if isinstance(raw, bool) else None
    if kind == "integer":
        # A state machine passes on at most 15 digits; the other targets hold to it, so that a pipeline can move.
        return int(raw) if is_number(raw) and abs(raw) < 10**15 and raw == int(raw) else None
    return raw if isinstance(raw, str) and (kind == "string" or S3_URI.fullmatch(raw)) else None
