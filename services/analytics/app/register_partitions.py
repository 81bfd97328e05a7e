"""Registers the day of each new file of the lake's purchases in the catalog."""

from __future__ import annotations

from runtime.environment import environment
from runtime.lake import partitions
from runtime.observability import count
from runtime.sqs.objects import StoredObject, object_consumer
from services.analytics.app.lake import FILES

PURCHASES = environment("PURCHASES")


@object_consumer
def handle(file: StoredObject) -> None:
    partition = partitions.partition_in(file.key, FILES)
    if partition is not None and partitions.register(PURCHASES, [partition]):
        count("PartitionsRegistered")
