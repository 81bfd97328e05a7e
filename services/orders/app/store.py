"""The orders table, and the only code that touches it."""

from __future__ import annotations

from runtime.dynamodb.table import ConditionFailed, Item, Page, Table
from runtime.environment import environment
from services.orders.app.domain import Order, Transition

orders = Table(environment("ORDERS_TABLE"))

BY_USER = "byUser"


def find(order_id: str) -> Order | None:
    """An order, as it stands now."""
    return orders.get({"orderId": order_id})


def place(order: Order) -> Order:
    """Write a new order; returns the one that was there first, if there was one."""
    try:
        orders.put(order, when="attribute_not_exists(#orderId)")
    except ConditionFailed as failed:
        return failed.item or orders.get({"orderId": order["orderId"]}) or order
    return order


def apply(order: Order, transition: Transition) -> bool:
    """Change the order, unless somebody changed it since it was read; says whether it did.

    A moment that is known is never overwritten, so that a repeated event changes nothing.
    """
    changes = [
        f"#timeline.#{name} = if_not_exists(#timeline.#{name}, :{name})"
        for name in transition.moments
    ]
    values = {**transition.moments, "before": order["status"]}
    for name, value in (("status", transition.status), ("reason", transition.reason)):
        if value is not None:
            changes.append(f"#{name} = :{name}")
            values[name] = value
    if not changes:
        return True
    try:
        orders.update(
            {"orderId": order["orderId"]},
            f"SET {', '.join(changes)}",
            values,
            when="#status = :before",
        )
    except ConditionFailed:
        return False
    return True


def of_user(user_id: str, limit: int, start: Item | None) -> Page:
    """Some of a user's orders, the latest first."""
    return orders.query(
        "#userId = :userId", {"userId": user_id}, index=BY_USER, limit=limit, start=start
    )
