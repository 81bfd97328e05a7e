"""A step of a day's report: counts one of its hours anew."""

from __future__ import annotations

from typing import Any

from runtime.stepfunctions.tasks import Work, task
from services.reports.app.counting import count_hours


@task
def handle(work: Work) -> dict[str, Any]:
    hour = work.input["hour"]
    count_hours([hour], work.context)
    return {"hour": hour}
