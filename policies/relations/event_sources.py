"""Event sources: whether an event source mapping reads a stream or a queue."""

from __future__ import annotations

from enum import Enum

from policies.framework.resource import UNKNOWN, Resource


class Source(Enum):
    """The kinds of sources that differ in how failures and backlogs are treated."""

    STREAM = "stream"
    QUEUE = "queue"
    KAFKA = "kafka"
    OTHER = "other"


SERVICES = {
    "kinesis": Source.STREAM,
    "dynamodb": Source.STREAM,
    "sqs": Source.QUEUE,
    "kafka": Source.KAFKA,
}

# What only mappings of other sources have.
OF_KAFKA = ("topics", "selfManagedEventSource", "amazonManagedKafkaEventSourceConfig")
OF_OTHERS = ("queues", "documentDbEventSourceConfig")


def source_of(mapping: Resource) -> Source:
    """The source of a mapping. Kafka has topics, and Amazon MQ queues of its broker; while the ARN
    of another is unknown, a starting position decides: a stream needs one, and a queue has none.
    """
    if any(mapping.has(key) for key in OF_KAFKA):
        return Source.KAFKA
    if any(mapping.has(key) for key in OF_OTHERS):
        return Source.OTHER
    arn = mapping.properties.get("eventSourceArn")
    if arn is UNKNOWN:
        return Source.STREAM if mapping.has("startingPosition") else Source.QUEUE
    service = str(arn).split(":")[2:3]
    return SERVICES.get(service[0], Source.OTHER) if service else Source.OTHER
