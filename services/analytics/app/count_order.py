"""Counts a confirmed order, once."""

from __future__ import annotations

from contracts.orders import OrderConfirmed
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.analytics.app import store


@message_consumer(OrderConfirmed)
def handle(received: ReceivedMessage[OrderConfirmed]) -> None:
    if store.count_purchase(received.message):
        count("PurchasesCounted")
        count("CentsEarned", received.message.total_cents)
