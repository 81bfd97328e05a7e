"""Event sources: whether an event source mapping reads a stream or a queue."""

from __future__ import annotations

from enum import Enum

from policies.framework.resource import UNKNOWN, Resource


class Source(Enum):
    """The kinds of sources that differ in how failures and backlogs are treated."""

    STREAM = "stream"
    QUEUE = "queue"
    OTHER = "other"


SERVICES = {"kinesis": Source.STREAM, "dynamodb": Source.STREAM, "sqs": Source.QUEUE}


def source_of(mapping: Resource) -> Source:
    """The source of a mapping. While its ARN is unknown, a starting position decides: a
    stream needs one, and a queue has none.
    """
    arn = mapping.properties.get("eventSourceArn")
    if arn is UNKNOWN:
        return Source.STREAM if mapping.has("startingPosition") else Source.QUEUE
    service = str(arn).split(":")[2:3]
    return SERVICES.get(service[0], Source.OTHER) if service else Source.OTHER
