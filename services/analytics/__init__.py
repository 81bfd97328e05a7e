"""Analytics: counts confirmed orders as they happen, per month and in all."""

from __future__ import annotations

from contracts.orders import OrderConfirmed
from microservice.card import IDEMPOTENCY, Card

CARD = Card(
    name="analytics",
    type_token="platform:services:Analytics",
    capability="how much is bought, by how many customers, by month",
    context="sales figures",
    team="finance",
    owns=("totals", "idempotency", "lake-raw", "lake-processed", "lake-results"),
    without_backup={
        "totals": "a replay of OrderConfirmed counts them again",
        "idempotency": IDEMPOTENCY,
    },
    routes=("GET /purchases",),
    subscribes={OrderConfirmed: ()},
)
