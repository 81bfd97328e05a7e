"""Notifications: sends a customer a welcome, and notices of ended orders and changed profiles."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.users import UserRegistered, UserUpdated
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="notifications",
    type_token="platform:services:Notifications",
    capability="sends customers a welcome, and notices of ended orders and changed profiles",
    context="customer notices",
    team="storefront",
    owns=("notices", "idempotency"),
    without_backup={
        "notices": "a replay of the ends of orders and of the events of users files them again",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /notices",),
    subscribes={OrderConfirmed: (), OrderCancelled: (), UserRegistered: (), UserUpdated: ()},
)
