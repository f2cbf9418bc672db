"""Runs a list of calls with one real client and prints what each answered as JSON.

`run.py aws-driver|aws-binary|boto3 SERVICE < [{"id", "operation", "input"}]`. In an input, {"from": [ID, MEMBER, ...]} is a part of an earlier answer.
A call's answer is {"answer": ...} or {"error": CODE, "message": ...}.
"""
import contextlib
import datetime
import io
import json
import os
import re
import subprocess
import sys

from botocore import xform_name

client, service = sys.argv[1:3]
said = re.compile(r"An error occurred \(([^)]+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: ?(.*)", re.DOTALL)


def failed(text):
    found = said.search(text)
    if found is None:
        return {"error": "none", "message": text.strip()[-300:]}
    return {"error": found[1], "message": found[2].strip()}


def words_of(call, given):
    return [service, xform_name(call["operation"], "-"), "--cli-input-json", json.dumps(given), "--no-paginate"]


def by_driver():
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()

    def make(call, given):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = driver.main(words_of(call, given))
            except SystemExit as end:
                status = end.code
        if status != 0:
            return failed(err.getvalue())
        return {"answer": json.loads(out.getvalue() or "{}")}

    return make


def by_binary():
    aws = os.path.join(os.path.dirname(sys.executable), "aws")

    def make(call, given):
        ran = subprocess.run([aws, *words_of(call, given)], capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            return failed(ran.stderr)
        return {"answer": json.loads(ran.stdout or "{}")}

    return make


def by_boto3():
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    # Embedded AWS and peer are asked the same, whatever the client would refuse by itself.
    caller = boto3.client(service, config=Config(retries={"total_max_attempts": 1}))

    def make(call, given):
        try:
            answer = getattr(caller, xform_name(call["operation"]))(**given)
        except ClientError as error:
            return {"error": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
        answer.pop("ResponseMetadata", None)
        return {"answer": answer}

    return make


def filled(value, answers):
    if isinstance(value, list):
        return [filled(one, answers) for one in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["from"]:
        found = answers[value["from"][0]]["answer"]
        for member in value["from"][1:]:
            found = found[member]
        return found
    return {name: filled(one, answers) for name, one in value.items()}


make = {"aws-driver": by_driver, "aws-binary": by_binary, "boto3": by_boto3}[client]()
answers = {}
for call in json.load(sys.stdin):
    try:
        answers[call["id"]] = make(call, filled(call["input"], answers))
    except Exception as error:
        answers[call["id"]] = {"error": "the client itself", "message": repr(error)[:500]}
json.dump(answers, sys.stdout, default=lambda value: value.isoformat() if isinstance(value, datetime.datetime) else repr(value))
