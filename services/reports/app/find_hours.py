"""First step of a day's report: the hours that still have to be counted."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from runtime.environment import environment
from runtime.stepfunctions.tasks import Task, task_handler
from services.reports.app import figures
from services.reports.app.domain import due, hours_of, reported_day, unsettled

ZONE = ZoneInfo(environment("TIMEZONE"))


@task_handler
def handle(work: Task) -> dict[str, Any]:
    asked, started_at = work.input["asked"], work.input["startedAt"]
    day = reported_day(asked, started_at, ZONE)
    hours = hours_of(day, ZONE)
    return {
        "run": due(asked, started_at).isoformat(),
        "day": day.isoformat(),
        "unsettled": unsettled(hours, figures.of_hours(hours)),
    }
