"""The ends table, of orders that ended, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Iterator

from runtime.dynamodb.rows import from_page, to_item
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment
from services.reports.app.domain import EndedOrder, shard_of, shards_of

ends = Table(environment("ENDS_TABLE"))

BY_HOUR, SHARD = "byHourShard", "hourShard"
PAGE = 1_000

# An order has one row. A row of before the shards is replaced when its event is replayed.
NEW = f"attribute_not_exists(#orderId) OR attribute_not_exists(#{SHARD})"


def insert(order: EndedOrder) -> bool:
    """Write the row of an order unless it has one; returns whether this call did."""
    try:
        ends.put({**to_item(order), SHARD: shard_of(order)}, when=NEW)
    except ConditionFailed:
        return False
    return True


def in_hour(hour: str) -> Iterator[EndedOrder]:
    """Every order that ended in an hour, from all shards of the hour."""
    for shard in shards_of(hour):
        yield from _in_shard(shard)


def _in_shard(shard: str) -> Iterator[EndedOrder]:
    start: Item | None = None
    while True:
        page = from_page(
            EndedOrder,
            ends.query(
                f"#{SHARD} = :shard", {"shard": shard}, index=BY_HOUR, limit=PAGE, start=start
            ),
        )
        yield from page.rows
        if page.last_key is None:
            return
        start = page.last_key
