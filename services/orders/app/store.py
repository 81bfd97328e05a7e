"""The orders table, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.dynamodb.rows import RowPage, from_item, from_page
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment
from services.orders.app.domain import CANCELLED, CONFIRMED, Order, Transition, open_shards

orders = LifecycleTable[Order](
    table=Table(environment("ORDERS_TABLE")), key="orderId", read=partial(from_item, Order)
)

BY_USER, BY_OPEN = "byUser", "byOpen"
LEAVE_OPEN = " REMOVE #openShard"
PAGE = 500


def apply(order: Order, transition: Transition, *, stays_open: bool = False) -> bool:
    """Write a transition unless the status has changed since the order was read; says whether.

    An order that ends leaves the index of open orders, unless it ``stays_open``.

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
    leave = LEAVE_OPEN if transition.status in (CONFIRMED, CANCELLED) else ""
    try:
        orders.table.update(
            {"orderId": order.order_id},
            f"SET {', '.join(changes)}{'' if stays_open else leave}",
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
    """The ids of orders that were placed before a moment and have not ended."""
    return [order_id for shard in open_shards() for order_id in _open_in(shard, moment)]


def leave_open(order_id: str) -> None:
    """Take an order out of the index of open orders."""
    orders.table.update({"orderId": order_id}, LEAVE_OPEN.strip(), {})


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
