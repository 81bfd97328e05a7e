"""The orders table, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.dynamodb.rows import RowPage, from_item, from_page
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment
from services.orders.app.domain import Order, Transition, open_shards

orders = LifecycleTable[Order](
    table=Table(environment("ORDERS_TABLE")), key="orderId", read=partial(from_item, Order)
)

BY_USER, BY_OPEN = "byUser", "byOpen"
PAGE = 500


def apply(order: Order, transition: Transition) -> bool:
    """Write a transition unless the status has changed since the order was read; says whether.

    A time that is in the timeline is never overwritten, so a repeated event changes nothing.
    """
    changes = [
        f"#timeline.#{name} = if_not_exists(#timeline.#{name}, :{name})"
        for name in transition.moments
    ]
    values = {**transition.moments, "before": order.status}
    for name, value in (("status", transition.status), ("reason", transition.reason)):
        if value is not None:
            changes.append(f"#{name} = :{name}")
            values[name] = value
    if not changes:
        return True
    try:
        orders.table.update(
            {"orderId": order.order_id},
            f"SET {', '.join(changes)}",
            values,
            when="#status = :before",
        )
    except ConditionFailed:
        return False
    return True


def of_user(user_id: str, limit: int, start: Item | None) -> RowPage[Order]:
    """A page of a customer's orders, the latest first."""
    page = orders.table.query(
        "#userId = :userId", {"userId": user_id}, index=BY_USER, limit=limit, start=start
    )
    return from_page(Order, page)


def open_before(moment: str) -> list[str]:
    """The ids of orders that were placed before a moment and whose end is not published."""
    return [order_id for shard in open_shards() for order_id in _open_in(shard, moment)]


def leave_open(order_id: str) -> None:
    """Take an order out of the index of open orders."""
    with suppress(ConditionFailed):
        orders.table.update(
            {"orderId": order_id}, "REMOVE #openShard", {}, when="attribute_exists(#orderId)"
        )


def record_resumed(order_id: str, at: str) -> None:
    """Record when an order was last processed again."""
    orders.table.update({"orderId": order_id}, "SET #resumedAt = :at", {"at": at})


def _open_in(shard: str, moment: str) -> Iterator[str]:
    start: Item | None = None
    while True:
        page = orders.table.query(
            "#openShard = :shard AND #placedAt < :moment",
            {"shard": shard, "moment": moment},
            index=BY_OPEN,
            limit=PAGE,
            start=start,
        )
        yield from (item["orderId"] for item in page.items)
        if page.last_key is None:
            return
        start = page.last_key
