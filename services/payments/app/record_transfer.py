"""Stores the result of a payment by transfer, once, and publishes it."""

from __future__ import annotations

from typing import Any

from runtime.clients.event_bus import publish
from runtime.observability import count
from runtime.stepfunctions.tasks import Task, task_handler
from services.payments.app.domain import COMPLETED, OPEN, Payment, event_of
from services.payments.app.store import payments


@task_handler
def handle(work: Task) -> dict[str, Any]:
    order_id = work.input["orderId"]
    payment = payments.find(order_id)
    if payment is None:
        raise LookupError(f"there is no payment of order {order_id}")
    if isinstance(payment, Payment) and payment.is_open:
        payment, is_new = payments.transition(order_id, payment.settled(), sources=OPEN)
        if is_new:
            count("PaymentsTaken" if payment.status == COMPLETED else "PaymentsRefused")
    event = event_of(payment)
    if event is not None:
        publish(event)
    return {"status": payment.status}
