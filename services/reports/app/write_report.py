"""Last step of a day's report: writes it, once for each run of the schedule."""

from __future__ import annotations

from datetime import date
from typing import Any

from runtime.idempotency import run_once
from runtime.observability import count
from runtime.stepfunctions.tasks import Task, task_handler
from services.reports.app import figures, files, wording
from services.reports.app.domain import by_hour, hours_of


@task_handler
def handle(work: Task) -> dict[str, Any]:
    day = work.input["day"]
    return run_once("report", work.input["run"], lambda: _write(day), work.context)


def _write(day: str) -> dict[str, Any]:
    hours = hours_of(date.fromisoformat(day))
    report = {"day": day, **by_hour(figures.of_hours(hours), hours)}
    files.write(files.text_key(day), wording.text_of(report), files.TEXT)
    files.write_json(files.report_key(day), report)
    count("ReportsWritten")
    return {"day": day, "key": files.report_key(day)}
