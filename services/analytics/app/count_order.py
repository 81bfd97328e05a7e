"""Counts a confirmed order, once."""

from __future__ import annotations

from services.analytics.app import store
from services.contracts.orders import OrderConfirmed
from services.runtime.batches import Received, consumes
from services.runtime.observability import count


@consumes(OrderConfirmed)
def handle(received: Received[OrderConfirmed]) -> None:
    if store.count_purchase(received.message):
        count("PurchasesCounted")
        count("CentsEarned", received.message.total_cents)
