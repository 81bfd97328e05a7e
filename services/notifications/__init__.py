"""Notifications: sends a customer a welcome, and a notice when an order has ended; keeps both."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.users import UserRegistered
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="notifications",
    type_token="platform:services:Notifications",
    capability="sends customers a welcome, and a notice when an order has ended",
    context="customer notices",
    team="storefront",
    owns=("notices", "idempotency"),
    without_backup={
        "notices": "a replay of the ends of orders and of registrations files them again",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /notices",),
    subscribes={OrderConfirmed: (), OrderCancelled: (), UserRegistered: ()},
)
