"""Has a carrier take the goods of a paid order, once, and announces how that went."""

from __future__ import annotations

from contracts.commands import ShipmentRequested
from contracts.envelope import now
from contracts.orders import mode_of
from contracts.payments import PaymentCompleted
from runtime.clients.event_bus import publish
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.shipping.app import store
from services.shipping.app.carrier import SimulatedCarrier
from services.shipping.app.domain import (
    BOOKED,
    BOOKING,
    CANCELLED,
    Carrier,
    Order,
    answer,
    begun,
    book,
)

carrier: Carrier = SimulatedCarrier()


@message_consumer(PaymentCompleted, ShipmentRequested)
def handle(received: ReceivedMessage[Order]) -> None:
    shipment, _ = store.begin({**begun(received.message, current_correlation_id()), "at": now()})
    if shipment["status"] == BOOKING:
        shipment, is_new = store.move(shipment, (BOOKING,), book(shipment, carrier))
        if is_new:
            count("ShipmentsBooked" if shipment["status"] == BOOKED else "ShipmentsRefused")
    # This copy, or one that died, may have booked what was called off before it could say so.
    if shipment["status"] == CANCELLED:
        carrier.cancel(shipment["orderId"])
    publish(answer(shipment, mode_of(received.message)))
