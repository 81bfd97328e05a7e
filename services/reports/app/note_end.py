"""Notes how and when an order ended, once."""

from __future__ import annotations

from services.contracts.orders import OrderCancelled, OrderConfirmed
from services.reports.app import ends
from services.reports.app.domain import end_of
from services.runtime.batches import Received, consumes
from services.runtime.observability import count


@consumes(OrderConfirmed, OrderCancelled)
def handle(received: Received[OrderConfirmed | OrderCancelled]) -> None:
    if ends.note(end_of(received.message, received.metadata.occurred_at)):
        count("EndsNoted")
