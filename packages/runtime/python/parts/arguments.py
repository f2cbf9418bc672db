"""What arguments are: constants, parameters, facts of the run, outputs, references to secrets."""


def resolve(value, sources):
    """The value of an argument, or None where it has none."""
    if not isinstance(value, dict):
        return value
    if "param" in value:
        return sources["params"].get(value["param"])
    if "run" in value:
        return sources["facts"][value["run"]]
    if "secret" in value:
        return secret_reference(value["secret"])
    step, name = value["output"]
    outputs = sources["outputsOf"](step)
    found = outputs[name] if isinstance(outputs, dict) and name in outputs else value["or"]
    return found if isinstance(found, (str, bool)) or is_number(found) else None


def resolve_text(value, sources):
    found = resolve(value, sources)
    return None if found is None else argument_text(found)


def secret_reference(secret):
    """What a job gets in place of a secret: its name, never its value."""
    return secret if secret.startswith("arn:") else "secretsmanager:" + secret
