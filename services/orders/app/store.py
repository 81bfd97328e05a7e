"""The orders table, and the only code that accesses it."""

from __future__ import annotations

from functools import partial

from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.dynamodb.rows import RowPage, from_item, from_page
from runtime.dynamodb.table import ConditionFailed, Item, Table
from runtime.environment import environment
from services.orders.app.domain import Order, Transition

orders = LifecycleTable[Order](
    table=Table(environment("ORDERS_TABLE")), key="orderId", read=partial(from_item, Order)
)

BY_USER = "byUser"


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
