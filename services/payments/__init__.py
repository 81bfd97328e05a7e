"""Payments: takes payment for an order once, and refunds it if the order fails."""

from __future__ import annotations

from contracts.commands import PaymentRequested, RefundRequested
from contracts.inventory import InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import ShipmentFailed
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="payments",
    type_token="platform:services:Payments",
    capability="takes payment for an order, and refunds it",
    context="billing",
    team="finance",
    owns=("payments", "idempotency"),
    without_backup={
        "payments": "the processor has what was moved; point-in-time recovery has the rest",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /payments/{orderId}", "POST /payments/{orderId}/transfer"),
    publishes=(PaymentCompleted, PaymentFailed, PaymentRefunded),
    subscribes={
        InventoryReserved: (PaymentCompleted, PaymentFailed),
        PaymentRequested: (PaymentCompleted, PaymentFailed),
        ShipmentFailed: (PaymentRefunded,),
        RefundRequested: (PaymentRefunded,),
    },
)
