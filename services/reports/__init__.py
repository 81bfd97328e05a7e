"""Reports: how orders ended, by hour, and a report of each day."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.card import Card

CARD = Card(
    name="reports",
    type_token="platform:services:Reports",
    capability="how orders ended, by hour, and a report of each day",
    context="reporting",
    team="finance",
    owns=("ends", "figures", "idempotency", "files"),
    routes=("GET /reports/{day}", "GET /figures"),
    subscribes={OrderConfirmed: (), OrderCancelled: ()},
)
