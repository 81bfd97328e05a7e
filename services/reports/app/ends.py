"""The table of ends, and the only code that touches it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment

ends = Table(environment("ENDS_TABLE"))

PAGE = 1_000


def note(end: Mapping[str, Any]) -> bool:
    """Keep the end of an order; says whether it is a new one."""
    try:
        ends.put(end, when="attribute_not_exists(#orderId)")
    except ConditionFailed:
        return False
    return True


def in_hour(hour: str) -> Iterator[Item]:
    """Every order that ended in an hour."""
    start: Item | None = None
    while True:
        page = ends.query("#hour = :hour", {"hour": hour}, index="byHour", limit=PAGE, start=start)
        yield from page.items
        if page.last_key is None:
            return
        start = page.last_key
