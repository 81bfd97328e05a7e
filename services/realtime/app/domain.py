"""Rules of realtime: what a customer is sent about an order."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.realtime import OrderStatusChanged
from contracts.shipping import OrderFulfilled


def status_of(event: OrderConfirmed | OrderCancelled | OrderFulfilled) -> OrderStatusChanged:
    """The message about an event."""
    if isinstance(event, OrderCancelled):
        return OrderStatusChanged(order_id=event.order_id, status="CANCELLED", reason=event.reason)
    fulfilled = isinstance(event, OrderFulfilled)
    return OrderStatusChanged(
        order_id=event.order_id, status="FULFILLED" if fulfilled else "CONFIRMED"
    )
