"""AWS Lambda's event source mappings: where failed records go, and alarms on a growing backlog."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_, sqs
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, watches
from policies.relations.event_sources import Source, source_of
from policies.relations.functions import functions_behind

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"


@rule(
    "lambda-event-source-mapping-on-failure-destination",
    "An event source mapping of a stream has an on-failure destination",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy="Set destination_config.on_failure to a queue or a topic",
    documentation=f"{GUIDE}/kinesis-on-failure-destination.html",
)
def stream_mapping_has_on_failure_destination(mapping: Resource) -> Iterator[str]:
    """A record whose processing keeps failing blocks its shard until it expires, and is then
    lost."""
    if source_of(mapping) in (Source.STREAM, Source.KAFKA) and not mapping.has(
        "destinationConfig.onFailure.destinationArn"
    ):
        yield "reads a stream and has no on-failure destination"


@rule(
    "lambda-event-source-mapping-age-alarm",
    "The source of an event source mapping has an alarm on the age of what waits in it",
    about=lambda_.EventSourceMapping,
    severity=Severity.HIGH,
    remedy="Add an alarm on AWS/Lambda IteratorAge (OffsetLag for Kafka) of the function that "
    "reads the stream, or on AWS/SQS ApproximateAgeOfOldestMessage of the queue",
    documentation=f"{GUIDE}/monitoring-metrics-types.html",
)
def mapping_has_age_alarm(mapping: Resource, graph: Graph) -> Iterator[str]:
    """A consumer that is slower than its source shows no error until records expire."""
    source = source_of(mapping)
    if source is Source.STREAM:
        yield from _stream(mapping, graph, "IteratorAge", "the iterator age")
    elif source is Source.KAFKA:
        yield from _stream(mapping, graph, "OffsetLag", "the offset lag")
    elif source is Source.QUEUE:
        yield from _queue(mapping, graph)


def _stream(mapping: Resource, graph: Graph, metric: str, lag: str) -> Iterator[str]:
    readers = functions_behind(mapping, "functionName", graph)
    alarms = [alarm for reader in readers for alarm in alarms_of(reader, graph)]
    if not any(watches(alarm, "AWS/Lambda", metric) for alarm in alarms):
        yield f"reads a stream, and no alarm is on {lag}"


def _queue(mapping: Resource, graph: Graph) -> Iterator[str]:
    queues = graph.of(mapping, "eventSourceArn", sqs.Queue)
    alarms = [alarm for queue in queues for alarm in alarms_of(queue, graph)]
    if not queues:
        yield "reads a queue of another stack, whose alarms are not known"
    elif not any(watches(alarm, "AWS/SQS", "ApproximateAgeOfOldestMessage") for alarm in alarms):
        yield f"reads {queues[0].name}, and no alarm is on the age of its oldest message"


RULES = (stream_mapping_has_on_failure_destination, mapping_has_age_alarm)
