"""Rules on the roles of functions: what they allow and what they refuse."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import dynamodb, iam, kinesis, lambda_, s3, sns, sqs

from policies.rules import lambda_roles
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource

ROLE = resource(iam.Role, "role", arn=arn("iam", "role/r"))
FUNCTION = resource(
    lambda_.Function,
    "f",
    refers={"role": [ROLE]},
    role=arn("iam", "role/r"),
    tracingConfig={"mode": "Active"},
)
QUEUE = resource(sqs.Queue, "work", arn=arn("sqs", "work"))
FAILED = resource(sqs.Queue, "failed", arn=arn("sqs", "failed"))
TOPIC = resource(sns.Topic, "news", arn=arn("sns", "news"))
BUCKET = resource(s3.Bucket, "lost", arn="arn:aws:s3:::lost")
TABLE = resource(dynamodb.Table, "t", arn=arn("dynamodb", "table/t"))
STREAM = resource(kinesis.Stream, "s", arn=arn("kinesis", "stream/s"))


def allow(*actions, on="*"):
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


def rights(*statements, about=()):
    return resource(
        iam.RolePolicy,
        "rights",
        refers={"role": [ROLE], "policy": about},
        role="r",
        policy=json.dumps({"Statement": list(statements)}),
    )


def attached(name):
    policy = f"arn:aws:iam::aws:policy/service-role/{name}"
    return resource(iam.RolePolicyAttachment, "a", refers={"role": [ROLE]}, policyArn=policy)


def inline(*statements):
    """The same role with a policy of its own, and its function."""
    text = json.dumps({"Statement": list(statements)})
    role = resource(iam.Role, "role", arn=arn("iam", "role/r"), inlinePolicies=[{"policy": text}])
    return [role, FUNCTION]


def customer_managed(*statements, about=()):
    policy = resource(
        iam.Policy,
        "p",
        refers={"policy": about},
        arn=arn("iam", "policy/p"),
        policy=json.dumps({"Statement": list(statements)}),
    )
    attachment = resource(
        iam.RolePolicyAttachment,
        "a",
        refers={"role": [ROLE], "policyArn": [policy]},
        policyArn=arn("iam", "policy/p"),
    )
    return [policy, attachment]


def mapping(source, failed=FAILED):
    return resource(
        lambda_.EventSourceMapping,
        "m",
        refers={
            "eventSourceArn": [source],
            "functionName": [FUNCTION],
            "destinationConfig": [failed],
        },
        eventSourceArn=source.properties["arn"],
        destinationConfig={"onFailure": {"destinationArn": failed.properties["arn"]}},
    )


def asynchronous(failed=FAILED):
    return resource(
        lambda_.FunctionEventInvokeConfig,
        "c",
        refers={"functionName": [FUNCTION], "destinationConfig": [failed]},
        destinationConfig={"onFailure": {"destination": failed.properties["arn"]}},
    )


OWN = resource(
    lambda_.Function,
    "f",
    refers={"role": [ROLE], "deadLetterConfig": [FAILED]},
    deadLetterConfig={"targetArn": arn("sqs", "failed")},
)
SEND = allow("sqs:SendMessage", on=arn("sqs", "failed"))
KEEP = allow("s3:PutObject", on="arn:aws:s3:::lost/*")
READ = allow("sqs:ReceiveMessage", "sqs:DeleteMessage", on=arn("sqs", "work"))
RECORDS = allow("dynamodb:Get*", on=[arn("dynamodb", "table/t/stream/*")])
LOGS = allow("logs:CreateLogStream", "logs:PutLogEvents", on=arn("logs", "log-group:l:*"))
TRACES = allow("xray:PutTraceSegments", "xray:PutTelemetryRecords")
ELSEWHERE = resource(
    lambda_.Function, "f", role=arn("iam", "role/theirs"), tracingConfig={"mode": "Active"}
)
BASE = [ROLE, FUNCTION, FAILED]

ALLOWED = {
    lambda_roles.role_may_send_to_destination: {
        "of a stream's mapping": [*BASE, TABLE, mapping(TABLE), rights(SEND, about=[FAILED])],
        "of an asynchronous invocation": [*BASE, asynchronous(), rights(SEND, about=[FAILED])],
        "of the function itself": [ROLE, OWN, FAILED, rights(SEND, about=[FAILED])],
        "a bucket": [
            *(ROLE, FUNCTION, BUCKET, TABLE, mapping(TABLE, BUCKET), rights(KEEP, about=[BUCKET]))
        ],
        "by a policy of the role itself": [*inline(allow("sqs:*")), FAILED, asynchronous()],
        "by a policy that is attached": [
            *BASE,
            asynchronous(),
            *customer_managed(SEND, about=[FAILED]),
        ],
        "by a policy of which nothing is known": [*BASE, asynchronous(), attached("Theirs")],
        "its role is in another stack": [ELSEWHERE, FAILED, asynchronous()],
    },
    lambda_roles.role_may_read_source: {
        "a queue": [*BASE, QUEUE, mapping(QUEUE), rights(READ, about=[QUEUE])],
        "a table's stream": [*BASE, TABLE, mapping(TABLE), rights(RECORDS, about=[TABLE])],
        "its role is in another stack": [ELSEWHERE, FAILED, QUEUE, mapping(QUEUE)],
        "a queue, by AWS's policy": [
            *(*BASE, QUEUE, mapping(QUEUE), attached("AWSLambdaSQSQueueExecutionRole"))
        ],
        "a stream, by AWS's policy": [
            *(*BASE, STREAM, mapping(STREAM), attached("AWSLambdaKinesisExecutionRole"))
        ],
    },
    lambda_roles.role_may_write_traces: {
        "it may": [ROLE, FUNCTION, rights(TRACES)],
        "by AWS's policy": [ROLE, FUNCTION, attached("AWSXRayDaemonWriteAccess")],
        "its role is in another stack": [ELSEWHERE],
        "every action of X-Ray": [ROLE, FUNCTION, rights(allow("xray:*"))],
        "the function is not traced": [ROLE, resource(lambda_.Function, "f", {"role": [ROLE]})],
    },
    lambda_roles.role_may_write_log: {
        "it may": [ROLE, FUNCTION, rights(LOGS)],
        "by AWS's policy": [ROLE, FUNCTION, attached("AWSLambdaBasicExecutionRole")],
        "by a policy of the role itself": inline(allow("logs:*")),
        "by a list of policies of the role": [
            resource(
                iam.Role,
                "role",
                arn=arn("iam", "role/r"),
                managedPolicyArns=[
                    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
                ],
            ),
            FUNCTION,
        ],
    },
}
REFUSED = {
    lambda_roles.role_may_send_to_destination: {
        "of a stream's mapping": [*BASE, TABLE, mapping(TABLE), rights(TRACES)],
        "of an asynchronous invocation, to another queue": [
            *(*BASE, asynchronous()),
            rights(allow("sqs:SendMessage", on=arn("sqs", "other"))),
        ],
        "of the function itself": [ROLE, OWN, FAILED, rights(TRACES)],
        "a topic, by a right on a queue": [
            *(ROLE, FUNCTION, TOPIC, asynchronous(TOPIC), rights(SEND))
        ],
        "it is denied": [
            *BASE,
            asynchronous(),
            rights({**SEND, "Effect": "Deny", "Resource": "*"}),
        ],
    },
    lambda_roles.role_may_read_source: {
        "a queue, without deleting": [
            *(*BASE, QUEUE, mapping(QUEUE), rights(allow("sqs:ReceiveMessage")))
        ],
        "a queue, by a right on another": [
            *(*BASE, QUEUE, mapping(QUEUE)),
            rights(allow("sqs:*", on=arn("sqs", "other"))),
        ],
    },
    lambda_roles.role_may_write_traces: {
        "it may write logs only": [ROLE, FUNCTION, rights(allow("logs:PutLogEvents"))],
        "it has no policy": [ROLE, FUNCTION],
    },
    lambda_roles.role_may_write_log: {
        "it may write traces only": [ROLE, FUNCTION, rights(TRACES)],
        "it may make a stream only": [ROLE, FUNCTION, rights(allow("logs:CreateLogStream"))],
        "it has no policy": [ROLE, FUNCTION],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize("action", ["SQS:sendmessage", "sqs:Send*", "sqs:*", "*"])
def test_an_action_is_read_in_every_spelling(action):
    stack = [*BASE, asynchronous(), rights(allow(action, on=arn("sqs", "fail*")), about=[FAILED])]
    assert all_violations(lambda_roles.role_may_send_to_destination, stack) == []


def test_a_policy_of_aws_allows_what_it_is_for():
    logs = attached("AWSLambdaBasicExecutionRole")
    queues = attached("AWSLambdaSQSQueueExecutionRole")
    assert alone(lambda_roles.role_may_write_traces, [ROLE, FUNCTION, logs]) != []
    sent = [*BASE, asynchronous(), logs]
    assert alone(lambda_roles.role_may_send_to_destination, sent) != []
    read = [*BASE, TABLE, mapping(TABLE), queues]
    assert alone(lambda_roles.role_may_read_source, read) != []
