"""Analytics: counts confirmed orders as they happen, per month and in all, and clicks by day."""

from __future__ import annotations

from contracts.orders import OrderConfirmed
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="analytics",
    type_token="platform:services:Analytics",
    capability="how much is bought, by how many customers, by month, and what is clicked",
    context="sales figures",
    team="finance",
    owns=("totals", "idempotency", "lake-raw", "lake-processed", "lake-results"),
    without_backup={
        "totals": "a replay of OrderConfirmed counts orders again, the lake has the clicks",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /purchases", "POST /clicks", "GET /clicks/{day}"),
    subscribes={OrderConfirmed: ()},
)
