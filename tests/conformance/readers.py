"""Reads arguments from texts with Python's own parsers: the AWS CLI's shorthand, Python source, YAML.

Takes a JSON object of lists of texts on standard input, by style, and prints an object of lists of maps.
"""
import ast
import json
import sys

import yaml
from awscli.shorthand import ShorthandParser


def keyword(name):
    def read(text):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.keyword) and node.arg == name:
                return ast.literal_eval(node.value)
        raise ValueError("no keyword " + name)

    return read


def shorthand(text):
    return ShorthandParser().parse(text)


def template(text):
    return yaml.safe_load(text)["Resources"]["Job"]["Properties"]["DefaultArguments"]


readers = {"cli-shorthand": shorthand, "boto3": keyword("Arguments"), "airflow": keyword("script_args"), "cloudformation": template}
texts = json.load(sys.stdin)
json.dump({style: [readers[style](text) for text in list_of] for style, list_of in texts.items()}, sys.stdout)
