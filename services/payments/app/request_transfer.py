"""Keeps the token of the state machine that waits for a transfer, for whoever settles it."""

from __future__ import annotations

from typing import Any

from runtime.stepfunctions.tasks import Task, task_handler
from services.payments.app import store
from services.payments.app.domain import outcome_of


class TransferSettled(Exception):
    """What became of the transfer is known already, so nobody will say it again."""


@task_handler
def handle(work: Task) -> dict[str, Any]:
    order_id = work.input["orderId"]
    outcome = outcome_of(store.expect(order_id, work.input["token"]))
    if outcome is not None:
        raise TransferSettled(f"the transfer of order {order_id} is {outcome}")
    return {}
