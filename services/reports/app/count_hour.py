"""A step of a day's report: counts one of its hours anew."""

from __future__ import annotations

from typing import Any

from services.reports.app.counting import count_hours
from services.runtime.tasks import Work, task


@task
def handle(work: Work) -> dict[str, Any]:
    hour = work.input["hour"]
    count_hours([hour], work.context)
    return {"hour": hour}
