"""Notifications: tells customers how their orders ended, and keeps what they were told."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.card import Card

CARD = Card(
    name="notifications",
    type_token="platform:services:Notifications",
    capability="tells customers how their orders ended",
    context="selling",
    team="storefront",
    owns=("notices",),
    routes=("GET /notices",),
    subscribes={OrderConfirmed: (), OrderCancelled: ()},
)
