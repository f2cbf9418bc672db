"""Uses the embedded AWS with the AWS CLI, service by service, in one process; prints one JSON object of exit codes and answers."""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

driver = create_clidriver()


def aws(*words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = driver.main([*words, "--output", "json"])
    if code != 0:
        return err.getvalue().strip().split("\n")[0]
    return json.loads(out.getvalue()) if out.getvalue().strip() else {}


def trust(service):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]})


seen = {}
aws("logs", "create-log-group", "--log-group-name", "/cli")
aws("logs", "create-log-stream", "--log-group-name", "/cli", "--log-stream-name", "s")
aws("logs", "put-log-events", "--log-group-name", "/cli", "--log-stream-name", "s", "--log-events", "timestamp=%s,message=hello" % sys.argv[1])
seen["logs"] = [
    aws("logs", "describe-log-groups", "--log-group-name-prefix", "/cli")["logGroups"][0]["logGroupName"],
    aws("logs", "filter-log-events", "--log-group-name", "/cli", "--filter-pattern", "hello")["events"][0]["message"],
    aws("logs", "get-log-events", "--log-group-name", "/none", "--log-stream-name", "s"),
]
role = aws("iam", "create-role", "--role-name", "cli", "--assume-role-policy-document", trust("lambda.amazonaws.com"))["Role"]["Arn"]
aws("iam", "attach-role-policy", "--role-name", "cli", "--policy-arn", "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole")
seen["iam"] = [
    aws("iam", "get-role", "--role-name", "cli")["Role"]["RoleName"],
    aws("iam", "list-attached-role-policies", "--role-name", "cli")["AttachedPolicies"][0]["PolicyName"],
    aws("iam", "get-role", "--role-name", "none"),
]
aws("events", "put-rule", "--name", "cli", "--schedule-expression", "rate(5 minutes)")
aws("events", "put-targets", "--rule", "cli", "--targets", "Id=l,Arn=arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/cli")
seen["events"] = [
    aws("events", "describe-rule", "--name", "cli")["ScheduleExpression"],
    aws("events", "list-targets-by-rule", "--rule", "cli")["Targets"][0]["Id"],
    aws("events", "put-events", "--entries", json.dumps([{"Source": "shop", "DetailType": "sale", "Detail": "{}"}]))["FailedEntryCount"],
    aws("events", "delete-rule", "--name", "cli"),
]
target = json.dumps({"Arn": "arn:aws:scheduler:::aws-sdk:glue:startWorkflowRun", "RoleArn": role, "Input": "{\"Name\": \"w\"}"})
aws("scheduler", "create-schedule", "--name", "cli", "--schedule-expression", "rate(1 hour)", "--flexible-time-window", "Mode=OFF", "--target", target)
seen["scheduler"] = [
    aws("scheduler", "get-schedule", "--name", "cli")["ScheduleExpression"],
    aws("scheduler", "delete-schedule", "--name", "cli"),
    aws("scheduler", "get-schedule", "--name", "cli"),
]
aws("lambda", "create-function", "--function-name", "cli", "--runtime", "python3.12", "--role", role, "--handler", "code.main", "--zip-file", "fileb://%s" % sys.argv[2])
seen["lambda"] = [
    aws("lambda", "invoke", "--function-name", "cli", "--payload", "{\"n\": 1}", sys.argv[3]).get("StatusCode"),
    open(sys.argv[3], encoding="utf-8").read(),
    aws("lambda", "delete-function", "--function-name", "cli"),
]
topic = aws("sns", "create-topic", "--name", "cli")["TopicArn"]
seen["sns"] = [
    topic,
    sorted(aws("sns", "publish", "--topic-arn", topic, "--subject", "s", "--message", "m")),
    aws("sns", "publish", "--topic-arn", topic + "x", "--message", "m"),
]
aws("ssm", "put-parameter", "--name", "/cli/a", "--value", "x", "--type", "String")
seen["ssm"] = [
    aws("ssm", "get-parameter", "--name", "/cli/a")["Parameter"]["Value"],
    [one["Name"] for one in aws("ssm", "get-parameters-by-path", "--path", "/cli")["Parameters"]],
    aws("ssm", "get-parameter", "--name", "/none"),
]
print(json.dumps(seen))
