"""Runs `aws glue start-job-run --job-name j WORDS` for each list of words in a JSON file, inside one process and without a network.

Prints a JSON list of {exit, Arguments}: the exit status and the Arguments map that would have been sent (null when nothing was).
"""
import contextlib
import io
import json
import os
import sys

from awscli.clidriver import create_clidriver
from botocore.awsrequest import AWSResponse


class Body(io.BytesIO):
    def stream(self, *_args, **_options):
        yield self.read()


def run(words):
    sent = []

    def answer(request, **_):
        sent.append(json.loads(request.body))
        return AWSResponse(request.url, 200, {"Content-Type": "application/x-amz-json-1.1"}, Body(b'{"JobRunId": "jr_1"}'))

    driver = create_clidriver()
    driver.session.register("before-send.glue.StartJobRun", answer)
    try:
        status = driver.main(["glue", "start-job-run", "--job-name", "j", *words])
    except SystemExit as end:
        status = end.code
    return {"exit": status, "Arguments": sent[0].get("Arguments") if sent else None, "sent": bool(sent)}


os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_PAGER="")
with open(sys.argv[1], encoding="utf-8") as file:
    lines = json.load(file)
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    results = [run(words) for words in lines]
json.dump(results, sys.stdout)
