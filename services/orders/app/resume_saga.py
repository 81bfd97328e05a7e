"""Hands the answers of other services to the saga that waits for them."""

from __future__ import annotations

from functools import partial

from contracts.inventory import InventoryFailed, InventoryReleased, InventoryReserved
from contracts.payments import PaymentCompleted, PaymentFailed, PaymentRefunded
from contracts.shipping import ShipmentBooked, ShipmentCancelled, ShipmentFailed
from runtime.observability import logger
from runtime.sqs.consumer import Received, consumes
from runtime.stepfunctions.tokens import fail, succeed
from services.orders.app import steps
from services.orders.app.conversation import step_of
from services.orders.app.domain import OPEN, Answer, Refused, note
from services.orders.app.progress import applied


@consumes(
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
def handle(received: Received[Answer]) -> None:
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
        return fail(token, type(answer).__name__, answer.reason)
    return succeed(token, {"answer": type(answer).__name__})
