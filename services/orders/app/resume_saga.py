"""Sends the answers of other services to the saga that waits for them."""

from __future__ import annotations

from runtime.observability import logger
from runtime.sqs.messages import ReceivedMessage, message_consumer
from runtime.stepfunctions.task_tokens import send_task_failure, send_task_success
from services.orders.app import step_tokens
from services.orders.app.progress import record
from services.orders.app.saga_steps import ANSWERS, Answer, Failed, step_of
from services.orders.app.transitions import apply_transition


@message_consumer(*ANSWERS)
def handle(received: ReceivedMessage[Answer]) -> None:
    answer, step = received.message, step_of(received.message)
    order = apply_transition(
        answer.order_id,
        lambda order: record(order, answer, occurred_at=received.metadata.occurred_at),
    )
    token = step_tokens.token_of(answer.order_id, step)
    if token is None and order.is_open:
        raise LookupError(f"no saga of order {answer.order_id} has requested {step}")
    if token is None or not _send(token, answer):
        logger.info("no task waits for this answer", order_id=answer.order_id, step=step)


def _send(token: str, answer: Answer) -> bool:
    """Complete or fail the task; returns whether it was still waiting."""
    if isinstance(answer, Failed):
        return send_task_failure(token, type(answer).__name__, answer.reason)
    return send_task_success(token, {"answer": type(answer).__name__})
