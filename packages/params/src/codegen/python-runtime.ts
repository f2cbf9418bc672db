import { LONGEST_MATCHED } from '../pattern.ts';

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


# Around a number these mean nothing, as where the declarations are checked; Python knows some others.
_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def _integer(text):
    text = text.strip(_SPACE)
    if re.fullmatch(r"[+-]?[0-9]+", text) is None:
        raise _Wrong("a whole number such as 42")
    # Python refuses to read thousands of digits; they are out of range anyway.
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > 16 or int(digits) > 9007199254740991:
        raise _Wrong("a whole number of at most 9007199254740991")
    return -int(digits) if text.startswith("-") else int(digits)


def _double(text):
    text = text.strip(_SPACE)
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text) is None or not math.isfinite(float(text)):
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


def _json(text):
    def refuse(word):
        raise ValueError(word)

    try:
        value = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise _Wrong("JSON") from None
    if value is None:
        raise _Wrong("JSON other than null")
    return value


def _whole(item):
    return type(item) in (int, float) and item == item // 1 and abs(item) <= 9007199254740991


def _list(text, items):
    value = _json(text)
    if items == "integer":
        if not isinstance(value, list) or not all(_whole(item) for item in value):
            raise _Wrong("a list of whole numbers as JSON, such as [1, 2]")
        return [int(item) for item in value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Wrong('a list of texts as JSON, such as ["a", "b"]')
    return value


_PARSERS = {"integer": _integer, "double": _double, "boolean": _boolean, "date": _date, "json": _json}
_LOOKS = {
    "s3Uri": "an S3 URI such as s3://bucket/folder/",
    "bucket": "the name of a bucket such as acme-raw",
    "iamRole": "the ARN of a role such as arn:aws:iam::123456789012:role/etl",
    "secret": "the name or the ARN of a secret",
}


def _parse(kind, words, text, rules, secrets):
    if kind == "secret" and text.startswith("secretsmanager:"):
        # Millrace writes this before a name; no name has a colon.
        text = text[len("secretsmanager:"):]
    if "shape" in rules and re.fullmatch(rules["shape"], text) is None:
        raise _Wrong(_LOOKS[kind])
    if kind == "secret":
        return Secret(text, secrets)
    if kind == "enum" and text not in words:
        raise _Wrong("one of " + ", ".join(words))
    value = _list(text, rules.get("items")) if kind == "list" else _PARSERS.get(kind, str)(text)
    _hold(rules, value)
    return value


def _hold(rules, value):
    if "min" in rules and value < rules["min"]:
        raise _Wrong("at least %s" % rules["min"])
    if "max" in rules and value > rules["max"]:
        raise _Wrong("at most %s" % rules["max"])
    unit = "items" if isinstance(value, list) else "characters"
    if "minLength" in rules and len(value) < rules["minLength"]:
        raise _Wrong("of at least %s %s" % (rules["minLength"], unit))
    if "maxLength" in rules and len(value) > rules["maxLength"]:
        raise _Wrong("of at most %s %s" % (rules["maxLength"], unit))
    if "pattern" in rules:
        # Longer texts match no pattern, in units of UTF-16 as where the declarations are checked.
        size = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if size > ${LONGEST_MATCHED} or re.fullmatch(rules["pattern"], value) is None:
            raise _Wrong("of the pattern " + rules["shown"])


def _on_argv(argv, names):
    present = {word.split("=", 1)[0] for word in argv[1:] if word.startswith("--")}
    return [name for name in names if "--" + name in present]


def _read_argv(argv, names):
    # Only names that are there: getResolvedOptions fails for any other.
    present = _on_argv(argv, names)
    if not present:
        return {}
    from awsglue.utils import getResolvedOptions

    try:
        options = getResolvedOptions(argv, present)
    except SystemExit:
        raise ParamsError(["the arguments of the job cannot be read: one of them, or a value, is -h or --help, which asks for the usage"]) from None
    # Some Pythons make an empty list of a value that is two dashes.
    return {name: "--" if options[name] == [] else options[name] for name in present}


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
    for name, field, kind, words, default, fact, rules in declared:
        text, origin = given.get(name), "argument"
        if text is None:
            text, origin = properties.get("param:" + name, properties.get(name)), "run property"
        if text is None:
            text, origin = (default if fact is None else _fact(fact, argv, properties)), "default"
        if text is None:
            problems.append("'%s' has no value: pass --%s" % (name, name))
            continue
        try:
            setattr(params, field, _parse(kind, words, text, rules, secrets))
        except _Wrong as wrong:
            shown = "" if kind == "secret" else ascii(text)[:80] + " "
            problems.append("'%s': the %s %sis not %s" % (name, origin, shown, wrong))
    if problems:
        raise ParamsError(problems)
    return params
`.trim();
