"""Backlog rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import kinesis, lambda_, sqs

from policies import backlogs
from tests.policies.asking import alone, objections, shown, silences
from tests.policies.stacks import alarm, arn, seen

FUNCTION = seen(lambda_.Function, "f")
ALIAS = seen(lambda_.Alias, "live", refers={"functionName": [FUNCTION]})
QUEUE = seen(sqs.Queue, "q")
STREAM = seen(kinesis.Stream, "s")
AGE = "AWS/Lambda:IteratorAge"
OLDEST = "AWS/SQS:ApproximateAgeOfOldestMessage"


def reads(source, service, reader=FUNCTION, **properties):
    return seen(
        lambda_.EventSourceMapping,
        "m",
        refers={"eventSourceArn": [source], "functionName": [reader]},
        eventSourceArn=arn(service, source.name),
        functionName=arn("lambda", "f"),
        **properties,
    )


FROM_QUEUE = reads(QUEUE, "sqs")
FROM_STREAM = reads(STREAM, "kinesis", startingPosition="LATEST")

ALLOWED = {
    backlogs.a_consumer_that_falls_behind_rings: {
        "a queue": [QUEUE, FUNCTION, FROM_QUEUE, alarm(QUEUE, OLDEST, "QueueName", threshold=60)],
        "a stream": [STREAM, FUNCTION, FROM_STREAM, alarm(FUNCTION, AGE, "FunctionName")],
        "a stream, read by an alias": [
            STREAM,
            FUNCTION,
            ALIAS,
            reads(STREAM, "kinesis", ALIAS, startingPosition="LATEST"),
            alarm(FUNCTION, AGE, "FunctionName"),
        ],
    },
}
REFUSED = {
    backlogs.a_consumer_that_falls_behind_rings: {
        "a queue without alarm": [QUEUE, FUNCTION, FROM_QUEUE],
        "a queue with an alarm on something else": [
            QUEUE,
            FUNCTION,
            FROM_QUEUE,
            alarm(QUEUE, "AWS/SQS:NumberOfMessagesSent", "QueueName"),
        ],
        "a queue that rings when it is empty": [
            QUEUE,
            FUNCTION,
            FROM_QUEUE,
            alarm(QUEUE, OLDEST, "QueueName", comparisonOperator="LessThanThreshold"),
        ],
        "another queue's alarm": [
            QUEUE,
            FUNCTION,
            FROM_QUEUE,
            (other := seen(sqs.Queue, "other")),
            alarm(other, OLDEST, "QueueName"),
        ],
        "a queue that is not here": [FUNCTION, FROM_QUEUE],
        "a stream without alarm": [STREAM, FUNCTION, FROM_STREAM],
        "a stream with the alarm of a queue": [
            STREAM,
            FUNCTION,
            FROM_STREAM,
            alarm(FUNCTION, OLDEST, "QueueName"),
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []


def test_a_source_of_another_kind_is_none_of_its_business():
    broker = seen(lambda_.EventSourceMapping, "m", eventSourceArn=arn("mq", "broker:b"))
    assert alone(backlogs.a_consumer_that_falls_behind_rings, [broker]) == []
