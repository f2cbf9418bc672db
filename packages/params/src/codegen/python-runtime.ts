/** The part of a generated module that is the same for all. Standard library; awsglue and boto3 only when they are needed. */
export const PYTHON_RUNTIME = String.raw`
import datetime
import json
import math
import re
import sys


class ParamsError(ValueError):
    """Everything that is missing or wrong; problems has one line for each."""

    def __init__(self, problems):
        super().__init__("The parameters of this job are not right:\n" + "\n".join("  - " + line for line in problems))
        self.problems = list(problems)


class Secret:
    """A reference to a secret in Secrets Manager. Only value() fetches it; nothing prints it."""

    __slots__ = ("_reference", "_client")

    def __init__(self, reference, client=None):
        self._reference = reference
        self._client = client

    def value(self):
        client = self._client
        if client is None:
            import boto3

            client = boto3.client("secretsmanager")
        answer = client.get_secret_value(SecretId=self._reference)
        return answer["SecretString"] if "SecretString" in answer else answer["SecretBinary"]

    def __repr__(self):
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self):
        return (Secret, (self._reference,))


class _Params:
    def __repr__(self):
        return "Params(" + ", ".join("%s=%r" % item for item in vars(self).items()) + ")"


class _Wrong(Exception):
    pass


def _integer(text):
    if re.fullmatch(r"[+-]?[0-9]+", text.strip()) is None:
        raise _Wrong("a whole number such as 42")
    # Python refuses to read thousands of digits; they are out of range anyway.
    digits = text.strip().lstrip("+-").lstrip("0") or "0"
    if len(digits) > 16 or int(digits) > 9007199254740991:
        raise _Wrong("a whole number of at most 9007199254740991")
    return -int(digits) if text.strip().startswith("-") else int(digits)


def _double(text):
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text.strip()) is None or not math.isfinite(float(text)):
        raise _Wrong("a number such as 0.5")
    return float(text)


def _boolean(text):
    if text not in ("true", "false"):
        raise _Wrong("true or false")
    return text == "true"


def _date(text):
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None:
            return datetime.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        pass
    raise _Wrong("a day of the calendar such as 2026-01-31")


def _s3_uri(text):
    if re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\x00-\x1f\x7f]*)?", text) is None:
        raise _Wrong("an S3 URI such as s3://bucket/folder/")
    return text


def _json(text):
    def refuse(word):
        raise ValueError(word)

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise _Wrong("JSON") from None


def _list(text):
    value = _json(text)
    if not isinstance(value, list):
        raise _Wrong('a list as JSON, such as ["a", "b"]')
    return value


_PARSERS = {"integer": _integer, "double": _double, "boolean": _boolean, "date": _date, "s3Uri": _s3_uri, "json": _json, "list": _list}


def _parse(kind, words, text, secrets):
    if kind == "secret":
        if text == "":
            raise _Wrong("the name or the ARN of a secret")
        # Millrace writes secretsmanager: before a name; no name has a colon.
        return Secret(text[len("secretsmanager:"):] if text.startswith("secretsmanager:") else text, secrets)
    if kind == "enum" and text not in words:
        raise _Wrong("one of " + ", ".join(words))
    return _PARSERS.get(kind, str)(text)


def _on_argv(argv, names):
    present = {word.split("=", 1)[0] for word in argv[1:] if word.startswith("--")}
    return [name for name in names if "--" + name in present]


def _read_argv(argv, names):
    # Only names that are there: getResolvedOptions fails for any other.
    present = _on_argv(argv, names)
    if not present:
        return {}
    from awsglue.utils import getResolvedOptions

    options = getResolvedOptions(argv, present)
    return {name: options[name] for name in present}


def _properties(argv, glue):
    run = _read_argv(argv, ["WORKFLOW_NAME", "WORKFLOW_RUN_ID"])
    if len(run) < 2:
        return {}
    if glue is None:
        import boto3

        glue = boto3.client("glue")
    answer = glue.get_workflow_run_properties(Name=run["WORKFLOW_NAME"], RunId=run["WORKFLOW_RUN_ID"])
    return answer.get("RunProperties") or {}


def _fact(fact, argv, properties):
    if fact == "id":
        given = _read_argv(argv, ["MILLRACE_RUN"])
        return given.get("MILLRACE_RUN", properties.get("millrace:run"))
    return properties.get("millrace:date") if fact == "date" else None


def _load(params, declared, argv, glue, secrets):
    argv = list(sys.argv if argv is None else argv)
    problems = []
    try:
        given = _read_argv(argv, [row[0] for row in declared])
    except Exception as error:
        # What the parser says may hold values.
        if type(error).__name__ != "GlueArgumentError":
            raise
        raise ParamsError(["the arguments of the job cannot be read: a value begins with a dash or is missing, or a name is the beginning of two others"]) from None
    properties = _properties(argv, glue) if len(given) < len(declared) else {}
    for name, field, kind, words, default, fact in declared:
        text, origin = given.get(name), "argument"
        if text is None:
            text, origin = properties.get("param:" + name, properties.get(name)), "run property"
        if text is None:
            text, origin = (default if fact is None else _fact(fact, argv, properties)), "default"
        if text is None:
            problems.append("'%s' has no value: pass --%s" % (name, name))
            continue
        try:
            setattr(params, field, _parse(kind, words, text, secrets))
        except _Wrong as wrong:
            shown = "" if kind == "secret" else ascii(text)[:80] + " "
            problems.append("'%s': the %s %sis not %s" % (name, origin, shown, wrong))
    if problems:
        raise ParamsError(problems)
    return params
`.trim();
