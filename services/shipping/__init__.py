"""Shipping: has a carrier take the goods of a paid order, and knows when all of it has arrived."""

from __future__ import annotations

from services.card import Card
from services.contracts.payments import PaymentCompleted
from services.contracts.requests import ShipmentCancellationRequested, ShipmentRequested
from services.contracts.shipping import (
    OrderFulfilled,
    ParcelDelivered,
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentFailed,
)

CARD = Card(
    name="shipping",
    capability="has a carrier take the goods of an order, and knows what has arrived",
    context="fulfilment",
    team="warehouse",
    owns=("shipments",),
    answers=("GET /shipments/{orderId}", "POST /parcels/{parcelId}/delivery"),
    announces=(
        ShipmentBooked,
        ShipmentFailed,
        ShipmentCancelled,
        ParcelDelivered,
        OrderFulfilled,
    ),
    outbox=(OrderFulfilled,),
    listens={
        PaymentCompleted: (ShipmentBooked, ShipmentFailed),
        ShipmentRequested: (ShipmentBooked, ShipmentFailed),
        ShipmentCancellationRequested: (ShipmentCancelled,),
        ParcelDelivered: (OrderFulfilled,),
    },
)
