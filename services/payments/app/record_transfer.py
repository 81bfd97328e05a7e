"""Writes down what became of a transfer, once, and announces it."""

from __future__ import annotations

from typing import Any

from runtime.clients.event_bus import publish
from runtime.observability import count
from runtime.stepfunctions.tasks import Task, task_handler
from services.payments.app import store
from services.payments.app.domain import COMPLETED, OPEN, announcement, settled


@task_handler
def handle(work: Task) -> dict[str, Any]:
    order_id = work.input["orderId"]
    payment = store.find(order_id)
    if payment is None:
        raise LookupError(f"the payment of order {order_id} is gone")
    if payment["status"] in OPEN:
        payment, is_new = store.move(payment, OPEN, settled(payment))
        if is_new:
            count("PaymentsTaken" if payment["status"] == COMPLETED else "PaymentsRefused")
    result = announcement(payment)
    if result is not None:
        publish(result)
    return {"status": payment["status"]}
