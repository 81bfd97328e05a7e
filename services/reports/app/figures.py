"""The figures table, of hours and of the reports of days, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Sequence

from runtime.dynamodb.rows import from_item, to_item
from runtime.dynamodb.table import Table
from runtime.environment import environment
from services.reports.app.domain import FiledReport, HourFigures, LogCounts, log_period

figures = Table(environment("FIGURES_TABLE"))


def put(row: HourFigures | LogCounts | FiledReport) -> None:
    """Write the figures or the log's counts of an hour, or the report of a day, in place of an
    earlier row.
    """
    figures.put(to_item(row))


def of_hours(hours: Sequence[str]) -> list[HourFigures]:
    """The figures of those of the hours that were counted."""
    items = figures.get_many([{"period": hour} for hour in hours])
    return [from_item(HourFigures, item) for item in items]


def log_of(hour: str) -> LogCounts | None:
    """What was counted in the log of an hour so far, if it was read."""
    item = figures.get({"period": log_period(hour)})
    return None if item is None else from_item(LogCounts, item)


def report_of(day: str) -> FiledReport | None:
    """The report of a day, if it was filed."""
    item = figures.get({"period": day})
    return None if item is None else from_item(FiledReport, item)
