"""What every step's job runs: it does what the plan beside it says for its attempt."""

import json
import os
import sys
import time

step = sys.argv[sys.argv.index("--MILLRACE_STEP") + 1]
folder = os.environ["SCALED_PLAN"]
attempt = 1
while True:
    try:
        os.close(os.open(os.path.join(folder, f"{step}.{attempt}"), os.O_CREAT | os.O_EXCL))
        break
    except FileExistsError:
        attempt += 1
with open(os.path.join(folder, "plan.json"), encoding="utf-8") as file:
    does = json.load(file)[step][attempt - 1]
time.sleep(does["seconds"])
if does["outcome"] != "succeeded":
    sys.exit(f"attempt {attempt} of {step} fails by its plan")
if "--MILLRACE_OUTPUTS" in sys.argv:
    import boto3

    bucket, _, key = sys.argv[sys.argv.index("--MILLRACE_OUTPUTS") + 1][len("s3://") :].partition("/")
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=does["outputs"].encode())
