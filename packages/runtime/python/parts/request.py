"""The call of a bridge's attempt, with all values in place."""

import hashlib
import re


def request_of(spec, about, sources):
    """The call, and which of its values are missing."""
    call, kind = spec["call"], spec["call"]["type"]
    if kind == "job":
        return job_request(spec, about, sources)
    if kind == "sns":
        return sns_request(spec, about, sources)
    if kind == "lambda":
        found, problems = values_of(call["payload"], lambda value: resolve(value, sources))
        payload = {**found, "millrace": {"run": about["run"], "step": spec["step"], **handler_facts(spec, about["told"])}}
        return {"type": kind, "function": call["function"], "payload": payload, "timeoutSeconds": spec["timeoutSeconds"]}, problems
    if kind == "ssm":
        found, problems = values_of(call["parameters"], lambda value: resolve(value, sources))
        parameters = {name: [argument_text(one) for one in (value if isinstance(value, list) else [value])] for name, value in found.items()}
        token = token_of("/".join((spec["pipeline"], about["run"], spec["step"], about["attempt"])))
        return {"type": kind, "document": call["document"], "parameters": parameters, "token": token}, problems
    if kind == "crawler":
        return {"type": kind, "crawler": call["crawler"]}, []
    return {"type": kind, "seconds": call["seconds"]}, []


def handler_facts(spec, told):
    if not spec["handler"] or told["outcome"] is None:
        return {}
    return {"outcome": told["outcome"], "failedSteps": told["failedSteps"].split(",") if told["failedSteps"] else []}


def values_of(values, read):
    found, problems = {}, []
    for name, value in values.items():
        one = read(value)
        if one is None:
            problems.append("the argument '%s' has no value" % name)
        else:
            found[name] = one
    return found, problems


def job_request(spec, about, sources):
    call, workflow, told = spec["call"], about["workflow"], about["told"]
    found, problems = values_of(call["arguments"], lambda value: resolve_text(value, sources))
    pairs = {**found, "MILLRACE_RUN": about["run"], "MILLRACE_STEP": spec["step"]}
    if workflow is not None:
        # As Glue itself tells it, so that the job's bootstrap finds the run.
        pairs.update(WORKFLOW_NAME=workflow["name"], WORKFLOW_RUN_ID=workflow["runId"])
    if "outputs" in spec:
        pairs["MILLRACE_OUTPUTS"] = attempt_outputs_uri(spec, about["run"], about["attempt"])
    if spec["handler"] and told["outcome"] is not None:
        pairs.update(MILLRACE_OUTCOME=told["outcome"], MILLRACE_FAILED_STEPS=told["failedSteps"] or "")
    arguments = {"--" + name: value for name, value in pairs.items()}
    return {"type": "job", "job": call["job"], "arguments": arguments, "timeoutMinutes": call["timeoutMinutes"]}, problems


def sns_request(spec, about, sources):
    call = spec["call"]
    given = {name: call[name] for name in ("subject", "message") if call[name] is not None}
    found, problems = values_of(given, lambda value: resolve_text(value, sources))
    subject, message = usual_text(spec, about["run"], about["told"])
    text = {"subject": subject_line(found.get("subject", subject)), "message": found.get("message", message)}
    return {"type": "sns", "topicArn": call["topicArn"], **text}, problems


def usual_text(spec, run, told):
    pipeline, step, outcome = spec["pipeline"], spec["step"], told["outcome"]
    if not spec["handler"] or outcome is None:
        return "%s: step %s" % (pipeline, step), "The run %s of the pipeline '%s' has come to the step '%s'." % (run, pipeline, step)
    failed = told["failedSteps"]
    wrong = "Steps that went wrong: %s." % failed.replace(",", ", ") if failed else "No step went wrong."
    return "%s: %s" % (pipeline, outcome), "The run %s of the pipeline '%s' %s.\n%s" % (run, pipeline, outcome, wrong)


def subject_line(text):
    """The service takes at most 100 printable ASCII characters, and refuses a subject that begins with a space."""
    return re.sub(r"[^ -~]", "?", text).lstrip(" ")[:100]


def token_of(name):
    """A UUID that is made of a name: always the same for the same attempt, so that the service starts it once."""
    made = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
    return "-".join((made[:8], made[8:12], "5" + made[13:16], "a" + made[17:20], made[20:32]))
