"""Payments: takes the money of an order, once, and gives it back if the order comes to nothing."""

from __future__ import annotations

from services.card import Card
from services.contracts.inventory import InventoryReserved
from services.contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from services.contracts.requests import PaymentRequested, RefundRequested
from services.contracts.shipping import ShipmentFailed

CARD = Card(
    name="payments",
    capability="takes the money of an order, once, and gives it back, once",
    context="billing",
    team="finance",
    owns=("payments", "idempotency"),
    answers=("GET /payments/{orderId}", "POST /payments/{orderId}/transfer"),
    announces=(PaymentCompleted, PaymentFailed, PaymentRefunded),
    listens={
        InventoryReserved: (PaymentCompleted, PaymentFailed),
        PaymentRequested: (PaymentCompleted, PaymentFailed),
        ShipmentFailed: (PaymentRefunded,),
        RefundRequested: (PaymentRefunded,),
    },
)
