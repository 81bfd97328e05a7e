"""Backlogs: a consumer that falls behind says so before records expire."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import lambda_, sqs

from policies.functions import functions_behind
from policies.graph import Graph
from policies.metrics import alarms_of, watches
from policies.rule import rule
from policies.seen import Seen
from policies.sources import Source, source_of


@rule(
    about=lambda_.EventSourceMapping,
    remedy="Alarm on AWS/Lambda IteratorAge of the function that reads the stream, or on AWS/SQS "
    "ApproximateAgeOfOldestMessage of the queue",
)
def a_consumer_that_falls_behind_rings(mapping: Seen, graph: Graph) -> Iterator[str]:
    """A consumer may be slower than its source for days and show no error until records expire."""
    source = source_of(mapping)
    if source is Source.STREAM:
        yield from _stream(mapping, graph)
    elif source is Source.QUEUE:
        yield from _queue(mapping, graph)


def _stream(mapping: Seen, graph: Graph) -> Iterator[str]:
    readers = functions_behind(mapping, "functionName", graph)
    alarms = [alarm for reader in readers for alarm in alarms_of(reader, graph)]
    if not any(watches(alarm, "AWS/Lambda", "IteratorAge") for alarm in alarms):
        yield "reads a stream, and no alarm watches how old its records are"


def _queue(mapping: Seen, graph: Graph) -> Iterator[str]:
    queues = graph.of(mapping, "eventSourceArn", sqs.Queue)
    alarms = [alarm for queue in queues for alarm in alarms_of(queue, graph)]
    if not queues:
        yield "reads a queue outside this stack, so that its alarms are unseen"
    elif not any(watches(alarm, "AWS/SQS", "ApproximateAgeOfOldestMessage") for alarm in alarms):
        yield f"reads {queues[0].name}, and no alarm watches how long its messages wait"


RULES = (a_consumer_that_falls_behind_rings,)
