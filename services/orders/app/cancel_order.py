"""Writes down the end of an order whose saga has undone everything, and why it had to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, get_args

from contracts.envelope import now
from runtime.observability import count, logger
from runtime.stepfunctions.tasks import Task, task_handler
from services.orders.app.conversation import PAY, RESERVE, SHIP
from services.orders.app.domain import COMPENSATIONS_FAILED, CONFIRMED, Refused, cancelled
from services.orders.app.progress import applied

ASKED = {RESERVE: "inventory", PAY: "payments", SHIP: "shipping"}
REFUSALS = {refused.__name__ for refused in get_args(Refused)}


class AlreadyConfirmed(Exception):
    """The order was confirmed, though its saga believes that it was not: somebody must look."""


@task_handler
def handle(work: Task) -> dict[str, Any]:
    order_id = work.input["order"]["orderId"]
    if left := sorted(work.input.get("notUndone", {})):
        count(COMPENSATIONS_FAILED, len(left))
        logger.error("not undone", order_id=order_id, compensations=left)
    order, _ = applied(order_id, partial(cancelled, reason=reason(work.input), at=now()))
    if order["status"] == CONFIRMED:
        count(COMPENSATIONS_FAILED)
        raise AlreadyConfirmed(f"order {order_id} is confirmed, and yet all was undone")
    return {}


def reason(state: Mapping[str, Any]) -> str:
    """Why the saga gave up, for the customer: a service's own words, if it said any."""
    error, results = state["error"], state.get("results", {})
    if error["Error"] in REFUSALS:
        return str(error["Cause"])
    silent = next((service for step, service in ASKED.items() if step not in results), None)
    if silent is None:
        return "the order could not be confirmed"
    if error["Error"] == "States.Timeout":
        return f"{silent} did not answer in time"
    return f"{silent} could not be asked"
