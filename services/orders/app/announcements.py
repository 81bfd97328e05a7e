"""What orders announces: each change of an order's row, as the event that it means."""

from __future__ import annotations

from datetime import date

from contracts.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    PricedLine,
)
from runtime.dynamodb.outbox import Change
from services.orders.app.domain import CANCELLED, CONFIRMED, Order


def announcement(change: Change) -> OrderPlaced | OrderConfirmed | OrderCancelled | None:
    """A new row is a placed order; a row that comes to an end is an ended one; no more is told."""
    before, after = change.before, change.after
    if after is None:
        return None
    if before is None:
        return placed(after)
    is_news = before["status"] != after["status"]
    if is_news and after["status"] == CONFIRMED:
        return confirmed(after)
    if is_news and after["status"] == CANCELLED:
        return cancelled(after)
    return None


def placed(order: Order) -> OrderPlaced:
    """The announcement of a new order."""
    return OrderPlaced(
        order_id=order["orderId"],
        user_id=order["userId"],
        placed_at=order["placedAt"],
        ordered_on=date.fromisoformat(order["orderedOn"]),
        lines=tuple(
            PricedLine(
                item_id=line["itemId"], quantity=line["quantity"], unit_cents=line["unitCents"]
            )
            for line in order["lines"]
        ),
        units=order["units"],
        total_cents=order["totalCents"],
        payment_method=order["paymentMethod"],
        ship_to=order["shipTo"],
        mode=order["mode"],
    )


def confirmed(order: Order) -> OrderConfirmed:
    """The announcement of an order that is on its way to its customer."""
    return OrderConfirmed(
        order_id=order["orderId"],
        user_id=order["userId"],
        placed_at=order["placedAt"],
        ordered_on=date.fromisoformat(order["orderedOn"]),
        units=order["units"],
        total_cents=order["totalCents"],
    )


def cancelled(order: Order) -> OrderCancelled:
    """The announcement of an order that came to nothing."""
    return OrderCancelled(
        order_id=order["orderId"],
        user_id=order["userId"],
        placed_at=order["placedAt"],
        total_cents=order["totalCents"],
        reason=order["reason"],
    )
