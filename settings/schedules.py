"""Schedules: when the scheduled jobs of a stage run."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, field_validator

from components.schedule.expression import check


class Schedules(BaseModel):
    """When the scheduled jobs run: EventBridge Scheduler's expressions, in one time zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    timezone: str = "UTC"
    backup: str = "cron(0 2 * * ? *)"
    aggregation: str = "rate(1 hour)"
    report: str = "cron(0 1 * * ? *)"

    @field_validator("backup", "aggregation", "report")
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
