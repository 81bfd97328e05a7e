"""Notifications: sends customers a notice when an order has ended, and keeps the notices."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.card import Card

CARD = Card(
    name="notifications",
    type_token="platform:services:Notifications",
    capability="sends customers a notice when an order has ended",
    context="customer notices",
    team="storefront",
    owns=("notices", "idempotency"),
    routes=("GET /notices",),
    subscribes={OrderConfirmed: (), OrderCancelled: ()},
)
