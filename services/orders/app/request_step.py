"""Sends the command of a step of a saga; the saga waits until the answer brings its task token."""

from __future__ import annotations

from typing import Any

from runtime.clients.event_bus import publish
from runtime.stepfunctions.tasks import Task, task_handler
from services.orders.app import step_tokens
from services.orders.app.saga_steps import command


@task_handler
def handle(work: Task) -> dict[str, Any]:
    step, order = work.input["step"], work.input["order"]
    # The token first: an answer never arrives before its token is stored.
    step_tokens.put(order["orderId"], step, work.input["token"])
    publish(command(step, order))
    return {}
