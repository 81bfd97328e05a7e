"""Schedules: when the scheduled jobs of a stage run."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from components.schedule.expression import check

# A report or a backup that is not run on one day is missing: these run at a time of every day.
DAILY = re.compile(r"cron\((?P<minute>\d+) (?P<hour>\d+) \* \* \? \*\)")
# Years whose changes of clocks a time is held against: zones repeat theirs, and none is known
# much further ahead.
YEARS = (2026, 2036)


class Schedules(BaseModel):
    """When the scheduled jobs run: EventBridge Scheduler's expressions, in one time zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    timezone: str = "UTC"
    backup: str = "cron(0 2 * * ? *)"
    aggregation: str = "rate(1 hour)"
    sweep: str = "rate(15 minutes)"
    compaction: str = "rate(1 day)"
    report: str = "cron(0 1 * * ? *)"

    @field_validator("backup", "aggregation", "sweep", "compaction", "report")
    @classmethod
    def _as_the_scheduler_reads_it(cls, expression: str) -> str:
        check(expression)
        return expression

    @field_validator("timezone")
    @classmethod
    def _known(cls, timezone: str) -> str:
        try:
            ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("must be a time zone, such as Europe/London") from None
        return timezone

    @field_validator("backup", "report")
    @classmethod
    def _on_every_day(cls, expression: str, others: ValidationInfo) -> str:
        daily = DAILY.fullmatch(expression)
        if daily and (zone := others.data.get("timezone")):
            at = time(int(daily["hour"]), int(daily["minute"]))
            if day := skipped_day(at, zone):
                raise ValueError(
                    f"must be a time that every day has: the clocks of {zone} skip {at:%H:%M} on "
                    f"{day}, and EventBridge Scheduler skips the run"
                )
        return expression


def skipped_day(at: time, timezone: str) -> date | None:
    """The first day on which a time zone's clocks skip a time of day, or None."""
    zone = ZoneInfo(timezone)
    for day in _days_of_change(timezone):
        local = datetime.combine(day, at, zone)
        there_and_back = local.astimezone(UTC).astimezone(zone)
        if there_and_back.time() != at:
            return day
    return None


@cache
def _days_of_change(timezone: str) -> tuple[date, ...]:
    """The days between whose noons a time zone's clocks are changed."""
    zone, (first, last) = ZoneInfo(timezone), YEARS
    noon, end = datetime(first, 1, 1, 12, tzinfo=zone), datetime(last, 1, 1, 12, tzinfo=zone)
    found: list[date] = []
    while noon < end:
        following = noon + timedelta(days=1)
        if following.utcoffset() != noon.utcoffset():
            found += (noon.date(), following.date())
        noon = following
    return tuple(found)
