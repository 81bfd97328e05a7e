"""Batch write: puts many items into a table, 25 in a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from runtime.clients.aws import client
from runtime.dynamodb.attributes import serialize_item
from runtime.dynamodb.table import Table, UnprocessedKeys
from runtime.retry import with_retries

# The most writes of one BatchWriteItem, and how often what it leaves is sent again.
BATCH_SIZE, ATTEMPTS = 25, 8


def put_all(table: Table, key: str, items: Iterable[Mapping[str, Any]]) -> None:
    """Write items in place of those with the same ``key``; of several with one key the last.

    Raises ``UnprocessedKeys`` for what DynamoDB did not take in the end; other items are written.
    """
    batch: dict[Any, Mapping[str, Any]] = {}
    for item in items:
        batch[item[key]] = item
        if len(batch) == BATCH_SIZE:
            _write(table.name, list(batch.values()))
            batch.clear()
    if batch:
        _write(table.name, list(batch.values()))


def _write(table: str, items: list[Mapping[str, Any]]) -> None:
    left = [{"PutRequest": {"Item": serialize_item(item)}} for item in items]

    def send() -> None:
        response = client("dynamodb").batch_write_item(RequestItems={table: list(left)})
        left[:] = response.get("UnprocessedItems", {}).get(table, [])
        if left:
            raise UnprocessedKeys(f"{table}: {len(left)} items were not written")

    with_retries(send, UnprocessedKeys, attempts=ATTEMPTS)
