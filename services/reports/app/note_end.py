"""Notes how and when an order ended, once."""

from __future__ import annotations

from contracts.orders import OrderCancelled, OrderConfirmed
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.reports.app import ends
from services.reports.app.domain import end_of


@message_consumer(OrderConfirmed, OrderCancelled)
def handle(received: ReceivedMessage[OrderConfirmed | OrderCancelled]) -> None:
    if ends.note(end_of(received.message, received.metadata.occurred_at)):
        count("EndsNoted")
