"""The last step of a day's report: writes it, once for each run of the schedule."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from contracts.codec import encode
from runtime.dynamodb.idempotency import run_once
from runtime.environment import environment
from runtime.observability import count
from runtime.stepfunctions.tasks import Task, task_handler
from services.reports.app import bucket, figures, report_text
from services.reports.app.domain import DayReport, by_hour, hours_of

ZONE = ZoneInfo(environment("TIMEZONE"))


@task_handler
def handle(work: Task) -> dict[str, Any]:
    day = work.input["day"]
    return run_once("report", f"{day} {work.input['run']}", lambda: _write(day), work.context)


def _write(day: str) -> dict[str, Any]:
    hours = hours_of(date.fromisoformat(day), ZONE)
    found = by_hour(figures.of_hours(hours), hours)
    report = DayReport(day=day, timezone=ZONE.key, hours=found.hours, total=found.total)
    bucket.write(bucket.text_key(day), report_text.text_of(report), bucket.TEXT)
    bucket.write_json(bucket.report_key(day), encode(report))
    count("ReportsWritten")
    return {"day": day, "key": bucket.report_key(day)}
