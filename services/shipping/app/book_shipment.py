"""Books a carrier for a paid order, once, and publishes the result."""

from __future__ import annotations

from contracts.commands import ShipmentRequested
from contracts.envelope import now
from contracts.orders import mode_of
from contracts.payments import PaymentCompleted
from runtime.clients.event_bus import publish
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.shipping.app.carrier import configured_carrier
from services.shipping.app.domain import (
    BOOKED,
    BOOKING,
    CANCELLED,
    Carrier,
    Shipment,
    ShipmentTrigger,
    book,
    event_of,
    new_shipment,
)
from services.shipping.app.store import shipments

carrier: Carrier = configured_carrier()


@message_consumer(PaymentCompleted, ShipmentRequested)
def handle(received: ReceivedMessage[ShipmentTrigger]) -> None:
    trigger = received.message
    shipment, _ = shipments.insert(new_shipment(trigger, current_correlation_id(), at=now()))
    if isinstance(shipment, Shipment) and shipment.status == BOOKING:
        change = book(shipment, carrier)
        shipment, is_new = shipments.transition(trigger.order_id, change, sources=(BOOKING,))
        if is_new:
            count("ShipmentsBooked" if shipment.status == BOOKED else "ShipmentsRefused")
    # This invocation, or one that failed, may have booked it before it was cancelled.
    if shipment.status == CANCELLED:
        carrier.cancel(trigger.order_id)
    publish(event_of(shipment, mode_of(trigger)))
