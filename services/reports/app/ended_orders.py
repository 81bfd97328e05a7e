"""The ends table, of orders that ended, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Iterator

from runtime.dynamodb.rows import from_page, to_item
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment
from services.reports.app.domain import EndedOrder

ends = Table(environment("ENDS_TABLE"))

PAGE = 1_000


def insert(order: EndedOrder) -> bool:
    """Write the row of an order unless it has one; returns whether this call did."""
    try:
        ends.put(to_item(order), when="attribute_not_exists(#orderId)")
    except ConditionFailed:
        return False
    return True


def in_hour(hour: str) -> Iterator[EndedOrder]:
    """Every order that ended in an hour."""
    start: Item | None = None
    while True:
        page = from_page(
            EndedOrder,
            ends.query("#hour = :hour", {"hour": hour}, index="byHour", limit=PAGE, start=start),
        )
        yield from page.rows
        if page.last_key is None:
            return
        start = page.last_key
