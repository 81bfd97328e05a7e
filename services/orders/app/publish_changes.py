"""Publishes the events of orders from the stream of the orders table: the outbox.

An order leaves the index of open orders when its end is published, so that the sweep finds one
whose change never came.
"""

from __future__ import annotations

from contracts.event import Event
from contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from runtime.dynamodb.outbox import Change, outbox_publisher_with
from runtime.dynamodb.rows import from_item
from runtime.observability import count
from services.orders.app import store
from services.orders.app.domain import NOT_COMPLETED, Order
from services.orders.app.outbox_events import event_of

COUNTED = {OrderConfirmed: "OrdersConfirmed", OrderCancelled: "OrdersCancelled"}


def leave_open(event: Event) -> None:
    """Take an order that has ended out of the index of open orders; the sweep does it with those
    that it ends, when it has requested their compensations.
    """
    is_swept = isinstance(event, OrderCancelled) and event.reason == NOT_COMPLETED
    if isinstance(event, OrderConfirmed | OrderCancelled) and not is_swept:
        store.leave_open(event.order_id)


@outbox_publisher_with(leave_open)
def handle(change: Change) -> OrderPlaced | OrderConfirmed | OrderCancelled | None:
    before, after = (
        None if item is None else from_item(Order, item) for item in (change.before, change.after)
    )
    event = event_of(before, after)
    if type(event) in COUNTED:
        count(COUNTED[type(event)])
    return event
