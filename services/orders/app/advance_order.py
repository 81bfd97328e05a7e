"""Advances an order in the mode ``choreography`` by the events of the other services."""

from __future__ import annotations

from contracts.envelope import now
from contracts.shipping import OrderFulfilled
from runtime.observability import logger
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.orders.app.progress import Progress, advance, contradicts
from services.orders.app.saga_steps import COMPLETED, FAILED
from services.orders.app.transitions import apply_transition


@message_consumer(*COMPLETED, *FAILED, OrderFulfilled)
def handle(received: ReceivedMessage[Progress]) -> None:
    event, occurred_at = received.message, received.metadata.occurred_at
    order = apply_transition(
        event.order_id,
        lambda order: advance(order, event, occurred_at=occurred_at, at=now()),
    )
    if contradicts(event, order):
        logger.warning("event contradicts the order", order_id=event.order_id, status=order.status)
