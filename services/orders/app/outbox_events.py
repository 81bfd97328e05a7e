"""Outbox events: the event that a change of an order's row means."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from services.orders.app.domain import CANCELLED, CONFIRMED, Order


def event_of(
    before: Order | None, after: Order | None
) -> OrderPlaced | OrderConfirmed | OrderCancelled | None:
    """The event of a new row, or of one that is confirmed or cancelled now; else none."""
    if after is None:
        return None
    if before is None:
        return placed(after)
    is_changed = before.status != after.status
    if is_changed and after.status == CONFIRMED:
        return confirmed(after)
    if is_changed and after.status == CANCELLED:
        return cancelled(after)
    return None


def placed(order: Order) -> OrderPlaced:
    """The event of a new order."""
    return OrderPlaced(
        order_id=order.order_id,
        user_id=order.user_id,
        placed_at=order.placed_at,
        ordered_on=order.ordered_on,
        lines=order.lines,
        units=order.units,
        total_cents=order.total_cents,
        payment_method=order.payment_method,
        ship_to=order.ship_to,
        mode=order.mode,
    )


def confirmed(order: Order) -> OrderConfirmed:
    """The event of an order that is reserved, paid and shipped."""
    return OrderConfirmed(
        order_id=order.order_id,
        user_id=order.user_id,
        placed_at=order.placed_at,
        ordered_on=order.ordered_on,
        units=order.units,
        total_cents=order.total_cents,
    )


def cancelled(order: Order) -> OrderCancelled:
    """The event of an order that failed."""
    return OrderCancelled(
        order_id=order.order_id,
        user_id=order.user_id,
        placed_at=order.placed_at,
        total_cents=order.total_cents,
        reason=order.reason or "the order was cancelled",
    )
