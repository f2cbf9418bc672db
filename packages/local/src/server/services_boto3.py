"""Uses the embedded AWS with boto3, service by service; prints one JSON object of what was seen."""

import io
import json
import time
import zipfile

import boto3
from botocore.exceptions import ClientError

seen = {}


def error(call, **arguments):
    try:
        call(**arguments)
    except ClientError as refused:
        return refused.response["Error"]["Code"]
    return "no error"


def iam():
    client = boto3.client("iam")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    client.create_role(RoleName="jobs", AssumeRolePolicyDocument=json.dumps(trust), Tags=[{"Key": "owner", "Value": "me"}])
    grant = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
    client.put_role_policy(RoleName="jobs", PolicyName="read", PolicyDocument=json.dumps(grant))
    client.attach_role_policy(RoleName="jobs", PolicyArn="arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole")
    role = client.get_role(RoleName="jobs")["Role"]
    return {
        "trust": role["AssumeRolePolicyDocument"] == trust,
        "created": role["CreateDate"].year > 2000,
        "tags": role["Tags"],
        "policy": client.get_role_policy(RoleName="jobs", PolicyName="read")["PolicyDocument"] == grant,
        "roles": [one["RoleName"] for page in client.get_paginator("list_roles").paginate() for one in page["Roles"]],
        "conflict": error(client.delete_role, RoleName="jobs"),
        "twice": error(client.create_role, RoleName="jobs", AssumeRolePolicyDocument=json.dumps(trust)),
        "missing": error(client.get_role, RoleName="none"),
        "malformed": error(client.put_role_policy, RoleName="jobs", PolicyName="p", PolicyDocument="{"),
    }


def sns():
    client = boto3.client("sns")
    topic = client.create_topic(Name="alarm", Attributes={"DisplayName": "Alarm"})["TopicArn"]
    client.publish(TopicArn=topic, Subject="Late", Message="a < b & c")
    client.subscribe(TopicArn=topic, Protocol="email", Endpoint="me@example.com")
    return {
        "attributes": client.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"],
        "topics": len(client.list_topics()["Topics"]),
        "subscriptions": client.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"][0]["Protocol"],
        "missing": error(client.publish, TopicArn=topic + "x", Message="m"),
    }


def events():
    client = boto3.client("events")
    client.put_rule(Name="r", EventPattern=json.dumps({"source": ["shop"]}))
    client.put_targets(Rule="r", Targets=[{"Id": "l", "Arn": "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/shop"}])
    client.put_events(Entries=[{"Source": "shop", "DetailType": "sale", "Detail": "{\"n\": 1}"}])
    logs = boto3.client("logs")
    return {
        "pattern": client.describe_rule(Name="r")["EventPattern"],
        "targets": len(client.list_targets_by_rule(Rule="r")["Targets"]),
        "event": json.loads(logs.filter_log_events(logGroupName="/aws/events/shop")["events"][0]["message"])["detail"],
        "invalid": error(client.put_rule, Name="q", EventPattern="{}"),
        "missing": error(client.describe_rule, Name="none"),
    }


def scheduler():
    client = boto3.client("scheduler")
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:glue:startWorkflowRun", "RoleArn": "arn:aws:iam::000000000000:role/events", "Input": "{\"Name\": \"w\"}"}
    client.create_schedule(Name="s", ScheduleExpression="cron(0 6 * * ? *)", ScheduleExpressionTimezone="Europe/Berlin", FlexibleTimeWindow={"Mode": "OFF"}, Target=target)
    schedule = client.get_schedule(Name="s")
    listed = [one["Name"] for one in client.list_schedules(GroupName="default")["Schedules"]]
    client.delete_schedule(Name="s")
    wrong = error(client.create_schedule, Name="s", ScheduleExpression="daily", FlexibleTimeWindow={"Mode": "OFF"}, Target=target)
    groups = [one["Name"] for one in client.list_schedule_groups()["ScheduleGroups"]]
    return {"zone": schedule["ScheduleExpressionTimezone"], "listed": listed, "wrong": wrong, "missing": error(client.get_schedule, Name="s"), "groups": groups}


CODE = """
import os

def main(event, context):
    print("called", context.function_name)
    if event.get("fail"):
        raise ValueError("no rows")
    return {"sum": sum(event["numbers"]), "colour": os.environ["COLOUR"]}
"""


def function():
    client = boto3.client("lambda")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("app/code.py", CODE)
        files.writestr("app/__init__.py", "")
    role = "arn:aws:iam::000000000000:role/f"
    made = client.create_function(FunctionName="f", Runtime="python3.12", Role=role, Handler="app.code.main", Code={"ZipFile": archive.getvalue()}, Timeout=60, Environment={"Variables": {"COLOUR": "red"}})
    good = client.invoke(FunctionName="f", Payload=json.dumps({"numbers": [1, 2]}))
    bad = client.invoke(FunctionName=made["FunctionArn"], Payload=json.dumps({"fail": True}))
    problem = json.loads(bad["Payload"].read())
    event = client.invoke(FunctionName="f", InvocationType="Event", Payload="{}")
    logs = boto3.client("logs").filter_log_events(logGroupName="/aws/lambda/f", filterPattern="called")["events"]
    listed = [one["FunctionName"] for one in client.list_functions()["Functions"]]
    client.delete_function(FunctionName="f")
    return {
        "good": json.loads(good["Payload"].read()),
        "goodError": good.get("FunctionError"),
        "bad": [bad["FunctionError"], problem["errorType"], problem["errorMessage"]],
        "event": event["StatusCode"],
        "printed": logs[0]["message"],
        "listed": listed,
        "missing": error(client.invoke, FunctionName="f"),
    }


def ssm():
    client = boto3.client("ssm")
    client.put_parameter(Name="/a/b", Value="x", Type="String")
    script = "def main(events, context):\n    return {'answer': events['n'] + 1}\n"
    step = {"name": "add", "action": "aws:executeScript", "inputs": {"Runtime": "python3.11", "Handler": "main", "Script": script, "InputPayload": {"n": 41}}, "outputs": [{"Name": "Answer", "Selector": "$.Payload.answer", "Type": "Integer"}]}
    client.create_document(Name="add", DocumentType="Automation", Content=json.dumps({"schemaVersion": "0.3", "outputs": ["add.Answer"], "mainSteps": [step]}))
    run = client.start_automation_execution(DocumentName="add")["AutomationExecutionId"]
    while True:
        execution = client.get_automation_execution(AutomationExecutionId=run)["AutomationExecution"]
        if execution["AutomationExecutionStatus"] != "InProgress":
            break
        time.sleep(0.05)
    return {
        "value": client.get_parameter(Name="/a/b")["Parameter"]["Value"],
        "status": execution["AutomationExecutionStatus"],
        "outputs": execution["Outputs"],
        "missing": error(client.get_parameter, Name="/none"),
        "noDocument": error(client.start_automation_execution, DocumentName="none"),
    }


def secrets():
    client = boto3.client("secretsmanager")
    client.create_secret(Name="db", SecretString="one")
    value = client.get_secret_value(SecretId="db")["SecretString"]
    client.delete_secret(SecretId="db", ForceDeleteWithoutRecovery=True)
    return {"value": value, "missing": error(client.get_secret_value, SecretId="db")}


def s3_to_workflow():
    s3, rules = boto3.client("s3"), boto3.client("events")
    s3.create_bucket(Bucket="landing")
    s3.put_bucket_notification_configuration(Bucket="landing", NotificationConfiguration={"EventBridgeConfiguration": {}})
    rules.put_rule(Name="landing", EventPattern=json.dumps({"source": ["aws.s3"], "detail": {"object": {"key": [{"prefix": "in/"}]}}}))
    rules.put_targets(Rule="landing", Targets=[{"Id": "l", "Arn": "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/landing"}])
    s3.put_object(Bucket="landing", Key="in/a b.csv", Body=b"x")
    s3.put_object(Bucket="landing", Key="out/a.csv", Body=b"x")
    found = boto3.client("logs").filter_log_events(logGroupName="/aws/events/landing")["events"]
    return {"on": "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket="landing"), "keys": [json.loads(one["message"])["detail"]["object"]["key"] for one in found]}


for part in (iam, sns, events, scheduler, function, ssm, secrets, s3_to_workflow):
    seen[part.__name__] = part()
print(json.dumps(seen))
