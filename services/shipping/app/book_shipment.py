"""Has a carrier take the goods of a paid order, once, and announces how that went."""

from __future__ import annotations

from services.contracts.envelope import now
from services.contracts.orders import mode_of
from services.contracts.payments import PaymentCompleted
from services.contracts.requests import ShipmentRequested
from services.runtime.batches import Received, consumes
from services.runtime.observability import correlation, count
from services.runtime.publishing import publish
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


@consumes(PaymentCompleted, ShipmentRequested)
def handle(received: Received[Order]) -> None:
    shipment, _ = store.begin({**begun(received.message, correlation()), "at": now()})
    if shipment["status"] == BOOKING:
        shipment, is_new = store.move(shipment, (BOOKING,), book(shipment, carrier))
        if is_new:
            count("ShipmentsBooked" if shipment["status"] == BOOKED else "ShipmentsRefused")
    # This copy, or one that died, may have booked what was called off before it could say so.
    if shipment["status"] == CANCELLED:
        carrier.cancel(shipment["orderId"])
    publish(answer(shipment, mode_of(received.message)))
