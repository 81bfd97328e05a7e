"""Registers the day of each new file of the lake's tables in the catalog."""

from __future__ import annotations

from runtime.environment import environment
from runtime.lake import partitions
from runtime.observability import count
from runtime.sqs.objects import StoredObject, object_consumer
from services.analytics.app import lake

# The tables in the catalog, as ``<database>.<table>``, by their folders.
CATALOG = {
    lake.PURCHASES.table: environment("PURCHASES"),
    lake.CLICKS.table: environment("CLICKS"),
}


@object_consumer
def handle(file: StoredObject) -> None:
    rows = lake.of_folder(file.key)
    if rows is None:
        return
    partition = partitions.partition_in(file.key, rows.files)
    if partition is not None and partitions.register(CATALOG[rows.table], [partition]):
        count("PartitionsRegistered")
