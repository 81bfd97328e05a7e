"""Counts the last hours anew, each hour of the clock, and publishes them as a dashboard."""

from __future__ import annotations

from contracts.envelope import now
from runtime.observability import count
from runtime.sqs.schedules import ScheduledRun, schedule_consumer
from services.reports.app import figures, files, picture
from services.reports.app.counting import count_hours
from services.reports.app.domain import (
    HOURS_OF_A_DAY,
    HOURS_TO_COUNT,
    by_hour,
    hours_up_to,
    moment,
)


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    at = moment(run.scheduled_at)
    count_hours(hours_up_to(at, HOURS_TO_COUNT), run.context)
    hours = hours_up_to(at, HOURS_OF_A_DAY)
    dashboard = {"upTo": now(), **by_hour(figures.of_hours(hours), hours)}
    files.write_json(f"{files.DASHBOARD}.json", dashboard)
    files.write(f"{files.DASHBOARD}.html", picture.page(dashboard), files.HTML)
    count("HoursCounted", HOURS_TO_COUNT)
