"""Shipping: books a carrier for a paid order, and records when all parcels are delivered."""

from __future__ import annotations

from contracts.commands import ShipmentCancellationRequested, ShipmentRequested
from contracts.payments import PaymentCompleted
from contracts.shipping import (
    OrderFulfilled,
    ParcelDelivered,
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentFailed,
)
from microservice.card import Card

CARD = Card(
    name="shipping",
    type_token="platform:services:Shipping",
    capability="books a carrier for an order, and records deliveries",
    context="delivery",
    team="warehouse",
    owns=("shipments",),
    without_backup={
        "shipments": "the carrier has what was booked; point-in-time recovery has the rest",
    },
    routes=("GET /shipments/{orderId}", "POST /parcels/{parcelId}/delivery"),
    publishes=(
        ShipmentBooked,
        ShipmentFailed,
        ShipmentCancelled,
        ParcelDelivered,
        OrderFulfilled,
    ),
    outbox=(OrderFulfilled,),
    subscribes={
        PaymentCompleted: (ShipmentBooked, ShipmentFailed),
        ShipmentRequested: (ShipmentBooked, ShipmentFailed),
        ShipmentCancellationRequested: (ShipmentCancelled,),
        ParcelDelivered: (OrderFulfilled,),
    },
)
