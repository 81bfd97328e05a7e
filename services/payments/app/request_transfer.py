"""Stores the task token of the state machine that waits for a transfer, for who settles it."""

from __future__ import annotations

from typing import Any

from runtime.stepfunctions.tasks import Task, task_handler
from services.payments.app import store
from services.payments.app.domain import Payment, TransferSettled


@task_handler
def handle(work: Task) -> dict[str, Any]:
    order_id = work.input["orderId"]
    payment = store.await_transfer(order_id, work.input["token"])
    outcome = payment.transfer_outcome if isinstance(payment, Payment) else payment.status
    if outcome is not None:
        raise TransferSettled(f"the transfer of order {order_id} is {outcome}")
    return {}
