"""Counts the figures of the last hours, every hour, and writes them as a dashboard."""

from __future__ import annotations

from contracts.codec import encode
from contracts.envelope import now
from runtime.observability import count
from runtime.sqs.schedules import ScheduledRun, schedule_consumer
from services.reports.app import bucket, dashboard_page, figures
from services.reports.app.counting import count_hours
from services.reports.app.domain import (
    HOURS_OF_A_DAY,
    HOURS_TO_COUNT,
    Dashboard,
    by_hour,
    hours_up_to,
    moment,
)


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    at = moment(run.scheduled_at)
    count_hours(hours_up_to(at, HOURS_TO_COUNT), run.context)
    hours = hours_up_to(at, HOURS_OF_A_DAY)
    last_day = by_hour(figures.of_hours(hours), hours)
    dashboard = Dashboard(up_to=now(), hours=last_day.hours, total=last_day.total)
    bucket.write_json(f"{bucket.DASHBOARD}.json", encode(dashboard))
    bucket.write(f"{bucket.DASHBOARD}.html", dashboard_page.page(dashboard), bucket.HTML)
    count("HoursCounted", HOURS_TO_COUNT)
