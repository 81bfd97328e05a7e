"""Stores how and when an order ended, once."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.reports.app import ended_orders
from services.reports.app.domain import ended_order


@message_consumer(OrderConfirmed, OrderCancelled)
def handle(received: ReceivedMessage[OrderConfirmed | OrderCancelled]) -> None:
    if ended_orders.insert(ended_order(received.message, received.metadata.occurred_at)):
        count("EndsNoted")
