"""A step of a day's report: counts the figures of one of its hours."""

from __future__ import annotations

from typing import Any

from runtime.stepfunctions.tasks import Task, task_handler
from services.reports.app.counting import count_hours


@task_handler
def handle(work: Task) -> dict[str, Any]:
    hour = work.input["hour"]
    count_hours([hour], work.context)
    return {"hour": hour}
