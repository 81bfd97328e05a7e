"""Notifications: sends customers a notice when an order has ended, and keeps the notices."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="notifications",
    type_token="platform:services:Notifications",
    capability="sends customers a notice when an order has ended",
    context="customer notices",
    team="storefront",
    owns=("notices", "idempotency"),
    without_backup={
        "notices": "a replay of the ends of orders files them again",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /notices",),
    subscribes={OrderConfirmed: (), OrderCancelled: ()},
)
