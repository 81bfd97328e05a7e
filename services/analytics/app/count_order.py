"""Counts a confirmed order, once."""

from __future__ import annotations

from contracts.orders import OrderConfirmed
from runtime.observability import count
from runtime.sqs.consumer import Received, consumes
from services.analytics.app import store


@consumes(OrderConfirmed)
def handle(received: Received[OrderConfirmed]) -> None:
    if store.count_purchase(received.message):
        count("PurchasesCounted")
        count("CentsEarned", received.message.total_cents)
