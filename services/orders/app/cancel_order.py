"""Cancels the order of a saga that has compensated its steps, and stores the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.envelope import now
from runtime.observability import count, logger
from runtime.stepfunctions.tasks import Task, task_handler
from services.orders.app.domain import COMPENSATIONS_FAILED, CONFIRMED
from services.orders.app.saga_steps import ACTIONS, FAILED
from services.orders.app.transitions import apply_transition

# The service of each step.
SERVICES = dict(zip(ACTIONS, ("inventory", "payments", "shipping"), strict=True))
FAILURES = {kind.__name__ for kind in FAILED}


class AlreadyConfirmed(Exception):
    """The order is confirmed, although its saga has compensated its steps: a person must check."""


@task_handler
def handle(work: Task) -> dict[str, Any]:
    order_id = work.input["order"]["orderId"]
    if failed := sorted(work.input.get("notUndone", {})):
        count(COMPENSATIONS_FAILED, len(failed))
        logger.error("compensations failed", order_id=order_id, compensations=failed)
    order = apply_transition(order_id, lambda order: order.cancel(reason_of(work.input), at=now()))
    if order.status == CONFIRMED:
        count(COMPENSATIONS_FAILED)
        raise AlreadyConfirmed(f"order {order_id} is confirmed, but its steps were compensated")
    return {}


def reason_of(state: Mapping[str, Any]) -> str:
    """Why the saga failed, for the customer: the reason of a service, if one gave it.

    ``state`` is the input of the state: ``error`` is what failed, ``results`` has the results of
    the steps that were completed.
    """
    error, results = state["error"], state.get("results", {})
    if error["Error"] in FAILURES:
        return str(error["Cause"])
    silent = next((service for step, service in SERVICES.items() if step not in results), None)
    if silent is None:
        return "the order could not be confirmed"
    if error["Error"] == "States.Timeout":
        return f"{silent} did not answer in time"
    return f"{silent} could not be asked"
