"""Cancels the shipment of an order, booked or not yet requested, and publishes that."""

from __future__ import annotations

from contracts.commands import ShipmentCancellationRequested
from contracts.envelope import now
from contracts.orders import mode_of
from contracts.shipping import ShipmentCancelled
from runtime.clients.event_bus import publish
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.shipping.app import store
from services.shipping.app.carrier import configured_carrier
from services.shipping.app.domain import CANCELLED, Carrier

carrier: Carrier = configured_carrier()


@message_consumer(ShipmentCancellationRequested)
def handle(received: ReceivedMessage[ShipmentCancellationRequested]) -> None:
    order_id = received.message.order_id
    shipment, is_new = store.cancel(order_id, now())
    if shipment.status == CANCELLED:
        carrier.cancel(order_id)
    if is_new:
        count("ShipmentsCancelled")
    publish(ShipmentCancelled(order_id=order_id, mode=mode_of(received.message)))
