"""Rules on event source mappings: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import kinesis, sqs
from pulumi_aws import lambda_ as aws

from policies.framework.resource import UNKNOWN
from policies.rules import lambda_event_sources
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import alarm, arn, resource

FUNCTION = resource(aws.Function, "f")
ALIAS = resource(aws.Alias, "live", refers={"functionName": [FUNCTION]})
QUEUE = resource(sqs.Queue, "q")
STREAM = resource(kinesis.Stream, "s")
AGE = "AWS/Lambda:IteratorAge"
OLDEST = "AWS/SQS:ApproximateAgeOfOldestMessage"


def reads(source, service, reader=FUNCTION, **properties):
    return resource(
        aws.EventSourceMapping,
        "m",
        refers={"eventSourceArn": [source], "functionName": [reader]},
        eventSourceArn=arn(service, source.name),
        functionName=arn("lambda", "f"),
        **properties,
    )


FROM_QUEUE = reads(QUEUE, "sqs")
FROM_STREAM = reads(STREAM, "kinesis", startingPosition="LATEST")

KINESIS = arn("kinesis", "stream/clicks")
TABLE_STREAM = arn("dynamodb", "table/orders/stream/2026")
ON_FAILURE = {"onFailure": {"destinationArn": arn("sqs", "failed")}}


def mapping(source, **properties):
    return resource(aws.EventSourceMapping, "m", eventSourceArn=source, **properties)


ALLOWED = {
    lambda_event_sources.stream_mapping_has_on_failure_destination: {
        "a stream has one": [
            mapping(KINESIS, startingPosition="LATEST", destinationConfig=ON_FAILURE)
        ],
        "it reads a queue of a broker": [
            mapping(arn("mq", "broker:orders"), queues=["orders"]),
            mapping(UNKNOWN, queues=["orders"]),
        ],
        "Kafka has one": [mapping(UNKNOWN, topics=["orders"], destinationConfig=ON_FAILURE)],
        "it reads a queue": [mapping(arn("sqs", "work"))],
    },
    lambda_event_sources.mapping_has_age_alarm: {
        "a queue, by the longest of all": [
            *(QUEUE, FUNCTION, FROM_QUEUE),
            alarm(QUEUE, OLDEST, "QueueName", threshold=60, statistic="Maximum"),
        ],
        "a queue of a broker, which CloudWatch has no age of": [
            FUNCTION,
            reads(QUEUE, "mq", queues=["orders"]),
        ],
        "Kafka": [
            FUNCTION,
            reads(STREAM, "kafka", topics=["orders"]),
            alarm(FUNCTION, "AWS/Lambda:OffsetLag", "FunctionName"),
        ],
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
    lambda_event_sources.stream_mapping_has_on_failure_destination: {
        "Kafka has none": [mapping(UNKNOWN, topics=["orders"], startingPosition="LATEST")],
        "Kinesis": [mapping(KINESIS, startingPosition="LATEST")],
        "a table's stream": [mapping(TABLE_STREAM, startingPosition="LATEST")],
        "only successes are sent on": [
            mapping(
                KINESIS,
                startingPosition="LATEST",
                destinationConfig={"onSuccess": {"destination": arn("sqs", "done")}},
            )
        ],
    },
    lambda_event_sources.mapping_has_age_alarm: {
        "the least of a queue": [
            *(QUEUE, FUNCTION, FROM_QUEUE),
            alarm(QUEUE, OLDEST, "QueueName", statistic="Minimum"),
        ],
        "how often a stream was measured": [
            *(STREAM, FUNCTION, FROM_STREAM),
            alarm(FUNCTION, AGE, "FunctionName", statistic="SampleCount"),
        ],
        "a queue without alarm": [QUEUE, FUNCTION, FROM_QUEUE],
        "a queue with an alarm on something else": [
            QUEUE,
            FUNCTION,
            FROM_QUEUE,
            alarm(QUEUE, "AWS/SQS:NumberOfMessagesSent", "QueueName"),
        ],
        "a queue with an alarm that goes to ALARM when it is empty": [
            QUEUE,
            FUNCTION,
            FROM_QUEUE,
            alarm(QUEUE, OLDEST, "QueueName", comparisonOperator="LessThanThreshold"),
        ],
        "another queue's alarm": [
            QUEUE,
            FUNCTION,
            FROM_QUEUE,
            (other := resource(sqs.Queue, "other")),
            alarm(other, OLDEST, "QueueName"),
        ],
        "a queue of another stack": [FUNCTION, FROM_QUEUE],
        "a stream without alarm": [STREAM, FUNCTION, FROM_STREAM],
        "Kafka without alarm": [FUNCTION, reads(STREAM, "kafka", topics=["orders"])],
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
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_a_source_of_another_kind_is_not_judged():
    broker = resource(aws.EventSourceMapping, "m", eventSourceArn=arn("mq", "broker:b"))
    assert alone(lambda_event_sources.mapping_has_age_alarm, [broker]) == []


def test_a_stream_is_recognised_by_its_arn_without_a_starting_position():
    rule = lambda_event_sources.stream_mapping_has_on_failure_destination
    assert alone(rule, [mapping(KINESIS)]) != []
