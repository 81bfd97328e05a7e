"""Reports: how many orders end how, hour by hour, and what each day came to."""

from __future__ import annotations

from services.card import Card
from services.contracts.orders import OrderCancelled, OrderConfirmed

CARD = Card(
    name="reports",
    capability="how orders ended, hour by hour, and a report of each day",
    context="insight",
    team="finance",
    owns=("ends", "figures", "idempotency", "files"),
    answers=("GET /reports/{day}", "GET /figures"),
    listens={OrderConfirmed: (), OrderCancelled: ()},
)
