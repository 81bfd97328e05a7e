"""What an event source mapping reads from."""

from __future__ import annotations

from enum import Enum

from policies.seen import UNKNOWN, Seen


class Source(Enum):
    """The kinds of sources that differ in how failures and backlogs are treated."""

    STREAM = "stream"
    QUEUE = "queue"
    OTHER = "other"


SERVICES = {"kinesis": Source.STREAM, "dynamodb": Source.STREAM, "sqs": Source.QUEUE}


def source_of(mapping: Seen) -> Source:
    """At preview the ARN is unknown; but a stream is never read without a starting position, and
    a queue has none."""
    arn = mapping.properties.get("eventSourceArn")
    if arn is UNKNOWN:
        return Source.STREAM if mapping.has("startingPosition") else Source.QUEUE
    service = str(arn).split(":")[2:3]
    return SERVICES.get(service[0], Source.OTHER) if service else Source.OTHER
