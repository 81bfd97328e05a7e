"""Hands the answers of other services to the saga that waits for them."""

from __future__ import annotations

from functools import partial

from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import ShipmentBooked, ShipmentCancelled, ShipmentFailed
from runtime.observability import logger
from runtime.sqs.messages import ReceivedMessage, message_consumer
from runtime.stepfunctions.task_tokens import send_task_failure, send_task_success
from services.orders.app import steps
from services.orders.app.conversation import step_of
from services.orders.app.domain import OPEN, Answer, Refused, note
from services.orders.app.progress import applied


@message_consumer(
    InventoryReserved,
    InventoryFailed,
    InventoryReleased,
    PaymentCompleted,
    PaymentFailed,
    PaymentRefunded,
    ShipmentBooked,
    ShipmentFailed,
    ShipmentCancelled,
)
def handle(received: ReceivedMessage[Answer]) -> None:
    answer, step = received.message, step_of(received.message)
    decide = partial(note, event=answer, occurred_at=received.metadata.occurred_at)
    order, _ = applied(answer.order_id, decide)
    token = steps.token_of(answer.order_id, step)
    if token is None and order["status"] in OPEN:
        raise LookupError(f"no saga of order {answer.order_id} has asked for {step}")
    if token is None or not _told(token, answer):
        logger.info("nobody waits", order_id=answer.order_id, step=step)


def _told(token: str, answer: Answer) -> bool:
    """Whether a saga was still waiting for this answer; told twice or late, it changes nothing."""
    if isinstance(answer, Refused):
        return send_task_failure(token, type(answer).__name__, answer.reason)
    return send_task_success(token, {"answer": type(answer).__name__})
