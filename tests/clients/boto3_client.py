"""Starts and reads runs with boto3: `boto3_client.py glue WORKFLOW LIMIT` or `boto3_client.py sfn STATE_MACHINE_ARN LIMIT`. Prints JSON."""

import json
import sys
import time

import boto3


def glue(workflow, limit):
    client = boto3.client("glue")
    run_id = client.start_workflow_run(Name=workflow, RunProperties={"param:limit": limit})["RunId"]
    while True:
        run = client.get_workflow_run(Name=workflow, RunId=run_id, IncludeGraph=True)["Run"]
        if run["Status"] != "RUNNING":
            break
        time.sleep(0.2)
    jobs = [(node["Name"], job["JobRunState"]) for node in run["Graph"]["Nodes"] if node["Type"] == "JOB" for job in node["JobDetails"].get("JobRuns", [])]
    return {"native": run_id, "status": run["Status"], "statistics": run["Statistics"], "jobs": jobs, "edges": len(run["Graph"]["Edges"])}


def sfn(machine, limit):
    client = boto3.client("stepfunctions")
    arn = client.start_execution(stateMachineArn=machine, name="by-boto3", input=json.dumps({"params": {"limit": int(limit)}}))["executionArn"]
    while True:
        execution = client.describe_execution(executionArn=arn)
        if execution["status"] != "RUNNING":
            break
        time.sleep(0.2)
    events = [event["type"] for page in client.get_paginator("get_execution_history").paginate(executionArn=arn) for event in page["events"]]
    return {"native": arn.rsplit(":", 1)[1], "status": execution["status"], "events": events}


print(json.dumps({"glue": glue, "sfn": sfn}[sys.argv[1]](*sys.argv[2:])))
