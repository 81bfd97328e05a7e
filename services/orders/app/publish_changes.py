"""Publishes the events of orders from the stream of the orders table: the outbox."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from runtime.dynamodb.outbox import Change, outbox_publisher
from runtime.dynamodb.rows import from_item
from runtime.observability import count
from services.orders.app.domain import Order
from services.orders.app.outbox_events import event_of

COUNTED = {OrderConfirmed: "OrdersConfirmed", OrderCancelled: "OrdersCancelled"}


@outbox_publisher
def handle(change: Change) -> OrderPlaced | OrderConfirmed | OrderCancelled | None:
    before, after = (
        None if item is None else from_item(Order, item) for item in (change.before, change.after)
    )
    event = event_of(before, after)
    if type(event) in COUNTED:
        count(COUNTED[type(event)])
    return event
