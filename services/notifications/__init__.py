"""Notifications: tells customers how their orders ended, and keeps what they were told."""

from __future__ import annotations

from services.card import Card
from services.contracts.orders import OrderCancelled, OrderConfirmed

CARD = Card(
    name="notifications",
    capability="tells customers how their orders ended",
    context="selling",
    team="storefront",
    owns=("notices",),
    answers=("GET /notices",),
    listens={OrderConfirmed: (), OrderCancelled: ()},
)
