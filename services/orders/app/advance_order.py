"""Follows what the other services tell of an order that nobody directs, until it has ended."""

from __future__ import annotations

from functools import partial

from contracts.envelope import now
from contracts.inventory import InventoryFailed, InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed
from contracts.shipping import OrderFulfilled, ShipmentBooked, ShipmentFailed
from runtime.observability import logger
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.orders.app.domain import Progress, advance, contradicts
from services.orders.app.progress import applied


@message_consumer(
    InventoryReserved,
    InventoryFailed,
    PaymentCompleted,
    PaymentFailed,
    ShipmentBooked,
    ShipmentFailed,
    OrderFulfilled,
)
def handle(received: ReceivedMessage[Progress]) -> None:
    event, occurred_at = received.message, received.metadata.occurred_at
    decide = partial(advance, event=event, occurred_at=occurred_at, at=now())
    order, _ = applied(event.order_id, decide)
    if contradicts(order, event):
        logger.warning("contradicted", order_id=event.order_id, status=order["status"])
