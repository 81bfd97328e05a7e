"""Payments: takes the money of an order, once, when its goods are put aside."""

from __future__ import annotations

from services.card import Card
from services.contracts.inventory import InventoryReserved
from services.contracts.payments import PaymentCompleted, PaymentFailed

CARD = Card(
    name="payments",
    capability="takes the money of an order, once",
    context="billing",
    team="finance",
    owns=("payments", "idempotency"),
    answers=("GET /payments/{orderId}",),
    announces=(PaymentCompleted, PaymentFailed),
    listens={InventoryReserved: (PaymentCompleted, PaymentFailed)},
)
