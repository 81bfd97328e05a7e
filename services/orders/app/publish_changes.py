"""Announces what becomes of orders, from the stream of their table: what is written is told."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from runtime.dynamodb.outbox import Change, outbox_publisher
from runtime.observability import count
from services.orders.app.announcements import announcement

COUNTED = {OrderConfirmed: "OrdersConfirmed", OrderCancelled: "OrdersCancelled"}


@outbox_publisher
def handle(change: Change) -> OrderPlaced | OrderConfirmed | OrderCancelled | None:
    event = announcement(change)
    if type(event) in COUNTED:
        count(COUNTED[type(event)])
    return event
