"""Releases the reserved stock of an order that failed, once, and publishes that."""

from __future__ import annotations

from contracts.commands import ReleaseRequested
from contracts.inventory import InventoryReleased
from contracts.orders import mode_of
from contracts.payments import PaymentFailed, PaymentRefunded
from runtime.clients.event_bus import publish
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.inventory.app import store


@message_consumer(PaymentFailed, PaymentRefunded, ReleaseRequested)
def handle(received: ReceivedMessage[PaymentFailed | PaymentRefunded | ReleaseRequested]) -> None:
    order_id = received.message.order_id
    if store.release(order_id):
        count("OrdersReleased")
    publish(InventoryReleased(order_id=order_id, mode=mode_of(received.message)))
