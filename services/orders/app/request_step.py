"""Asks another service for one step of a saga; the saga waits until the answer brings its token."""

from __future__ import annotations

from typing import Any

from runtime.clients.event_bus import publish
from runtime.stepfunctions.tasks import Task, task_handler
from services.orders.app import steps
from services.orders.app.conversation import request


@task_handler
def handle(work: Task) -> dict[str, Any]:
    step, order = work.input["step"], work.input["order"]
    # First the token, then the request: no answer can come before there is something to find.
    steps.keep(order["orderId"], step, work.input["token"])
    publish(request(step, order))
    return {}
