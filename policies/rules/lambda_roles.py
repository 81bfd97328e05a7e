"""AWS Lambda, roles: what a function's role must allow so that its events, failures, logs and
traces arrive.
"""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, dynamodb, kinesis, lambda_, s3, sns, sqs
from policies.framework.graph import Graph, token
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.functions import functions_behind
from policies.relations.roles import may, role_of

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

# What Lambda calls, under the function's role, to keep what failed, by what keeps it.
KEEP = {
    token(sqs.Queue): "sqs:SendMessage",
    token(sns.Topic): "sns:Publish",
    token(s3.Bucket): "s3:PutObject",
    token(lambda_.Function): "lambda:InvokeFunction",
    token(cloudwatch.EventBus): "events:PutEvents",
}
READ = {
    token(sqs.Queue): ("sqs:ReceiveMessage", "sqs:DeleteMessage"),
    token(dynamodb.Table): ("dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    token(kinesis.Stream): ("kinesis:GetRecords", "kinesis:GetShardIterator"),
}


@rule(
    "lambda-function-destination-allowed",
    "A function's role may send to its destination of failures",
    about=(lambda_.EventSourceMapping, lambda_.FunctionEventInvokeConfig, lambda_.Function),
    severity=Severity.HIGH,
    remedy="Allow the function's role the call on the destination, as sqs:SendMessage on the queue",
    documentation=f"{GUIDE}/invocation-async-retain-records.html",
)
def role_may_send_to_destination(source: Resource, graph: Graph) -> Iterator[str]:
    """Lambda sends what failed under the function's role; where that may not, the record is lost
    as if there were no destination."""
    own = source.type == token(lambda_.Function)
    place = "deadLetterConfig" if own else "destinationConfig"
    functions = [source] if own else functions_behind(source, "functionName", graph)
    kept = [each for each in graph.of(source, place) if each.type in KEEP]
    for function in functions:
        role = role_of(function, "role", graph)
        for target in kept:
            if role is not None and not may(role, KEEP[target.type], target, graph):
                yield f"the role of {function.name} may not {KEEP[target.type]} to {target.name}"


@rule(
    "lambda-event-source-mapping-source-allowed",
    "A function's role may read the source of its event source mapping",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy="Allow the function's role to receive and delete the messages of the queue, or to get "
    "the records of the stream",
    documentation=f"{GUIDE}/invocation-eventsourcemapping.html",
)
def role_may_read_source(mapping: Resource, graph: Graph) -> Iterator[str]:
    """A mapping that may not read is refused, or stays and delivers nothing."""
    for function in functions_behind(mapping, "functionName", graph):
        role = role_of(function, "role", graph)
        for source in graph.of(mapping, "eventSourceArn"):
            for action in READ.get(source.type, ()):
                if role is not None and not may(role, action, source, graph):
                    yield f"the role of {function.name} may not {action} from {source.name}"
                    break


@rule(
    "lambda-function-trace-allowed",
    "The role of a traced function may write traces",
    about=lambda_.Function,
    severity=Severity.MEDIUM,
    remedy="Allow the role xray:PutTraceSegments and xray:PutTelemetryRecords on *",
    documentation=f"{GUIDE}/services-xray.html",
)
def role_may_write_traces(function: Resource, graph: Graph) -> Iterator[str]:
    """Without the right a function that is set to be traced has no traces, and no error."""
    if function.get("tracingConfig.mode") == "Active":
        yield from _cannot(function, "xray:PutTraceSegments", graph)


@rule(
    "lambda-function-log-allowed",
    "The role of a function may write its log",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Allow the role logs:CreateLogStream and logs:PutLogEvents on the function's log group",
    documentation=f"{GUIDE}/monitoring-cloudwatchlogs.html",
)
def role_may_write_log(function: Resource, graph: Graph) -> Iterator[str]:
    """A function runs without the right, and its errors are nowhere to be read."""
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        yield from _cannot(function, action, graph)


def _cannot(function: Resource, action: str, graph: Graph) -> Iterator[str]:
    """That a function's role may not make a call that is about no resource of the stack."""
    role = role_of(function, "role", graph)
    if role is not None and not may(role, action, None, graph):
        yield f"its role may not {action}"


RULES = (
    role_may_send_to_destination,
    role_may_read_source,
    role_may_write_traces,
    role_may_write_log,
)
