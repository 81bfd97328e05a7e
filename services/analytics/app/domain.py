"""What analytics decides: where an order is counted, and how the counts add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

# Many orders are counted at once; spread over so many rows, few of them meet on one.
SHARDS = 8

COUNTS = ("customers", "newCustomers", "orders", "units", "cents")


def shard_of(order_or_user_id: str) -> int:
    """Which of a counter's rows this one belongs to, always the same."""
    return crc32(order_or_user_id.encode()) % SHARDS


def counter_key(of: str, shard: int) -> dict[str, str]:
    """The key of one row of a counter, for a month."""
    return {"pk": f"count#{of}#{shard}"}


def summed(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """What the rows of a counter come to."""
    kept = list(rows)
    return {count: sum(int(row.get(count, 0)) for row in kept) for count in COUNTS}


def report(rows: Iterable[Mapping[str, Any]], months: Iterable[str]) -> dict[str, Any]:
    """Purchases per month, the earliest first, and in all.

    Who buys in two months is a customer of each, but new in one only: that in which the first of
    his orders to be counted was placed. So the new customers of some months are all who bought
    in them, if nobody bought outside.
    """
    by_counter: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_counter.setdefault(row["pk"].split("#")[1], []).append(row)
    monthly = {month: summed(by_counter.get(month, [])) for month in sorted(months)}
    total = {count: sum(counts[count] for counts in monthly.values()) for count in COUNTS}
    total["customers"] = total.pop("newCustomers")
    return {
        "months": [{"month": month, **counts} for month, counts in monthly.items()],
        "total": total,
    }
