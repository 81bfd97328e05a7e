"""Reports: how orders ended, by hour, and a report of each day."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="reports",
    type_token="platform:services:Reports",
    capability="how orders ended, by hour, and a report of each day",
    context="reporting",
    team="finance",
    owns=("ends", "figures", "idempotency", "files"),
    without_backup={
        "ends": "a replay of the ends of orders stores them again",
        "figures": "counted again from ends; reports of days are files, too",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /reports/{day}", "GET /figures"),
    subscribes={OrderConfirmed: (), OrderCancelled: ()},
)
