"""Analytics: counts confirmed orders as they happen, per month and in all."""

from __future__ import annotations

from services.card import Card
from services.contracts.orders import OrderConfirmed

CARD = Card(
    name="analytics",
    capability="how much is bought, by how many, month by month",
    context="insight",
    team="finance",
    owns=("totals",),
    answers=("GET /purchases",),
    listens={OrderConfirmed: ()},
)
