"""Reads maps of arguments from texts with readers of others: PyYAML, python-hcl2, Python's own parsers with Jinja2.

Takes a JSON object of lists of texts by style on standard input, and prints an object of lists of maps.
"""
import ast
import json
import re
import sys

import hcl2
import yaml
from jinja2.sandbox import SandboxedEnvironment

ENVIRONMENT = SandboxedEnvironment()
SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def decode(found):
    simple, short, long, mark = found.groups()
    if simple:
        return SIMPLE[simple]
    return mark + "{" if mark else chr(int(short or long, 16))


def unquote(token):
    # python-hcl2 finds the strings, and leaves the escapes in them as they are written.
    assert token[0] == token[-1] == '"'
    return re.sub(r'\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|([$%])\4\{', decode, token[1:-1])


def terraform(text):
    found = hcl2.loads(text)["resource"][0]['"aws_glue_job"']['"job"']["default_arguments"]
    return {unquote(key): unquote(value) for key, value in found.items()}


def template(text):
    return yaml.safe_load(text)["Resources"]["Job"]["Properties"]["DefaultArguments"]


def airflow(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg == "script_args":
            return {key: ENVIRONMENT.from_string(value).render() for key, value in ast.literal_eval(node.value).items()}


def console(text):
    def cell(word):
        return json.loads(word) if word.startswith('"') else word

    rows = text.split("Key\tValue\n", 1)[1].split("\n")
    return {cell(key): cell(value) for key, value in (row.split("\t") for row in rows if row)}


READERS = {
    "cloudformation": template,
    "terraform": terraform,
    "airflow": airflow,
    "console": console,
    "trigger": lambda text: json.loads(text)["Actions"][0]["Arguments"],
    "step-functions-jsonpath": lambda text: json.loads(text)["Parameters"]["Arguments"],
}


def read(style, text):
    try:
        return READERS[style](text)
    except Exception as error:
        return {"error": repr(error)[:300]}


texts = json.load(sys.stdin)
json.dump({style: [read(style, text) for text in given] for style, given in texts.items()}, sys.stdout)
