"""The figures table, of hours and of the reports of days, and the only code that accesses it."""

from __future__ import annotations

from collections.abc import Sequence

from runtime.dynamodb.rows import from_item, to_item
from runtime.dynamodb.table import Table
from runtime.environment import environment
from services.reports.app.domain import FiledReport, HourFigures

figures = Table(environment("FIGURES_TABLE"))


def put(row: HourFigures | FiledReport) -> None:
    """Write the figures of an hour or the report of a day, in place of an earlier row."""
    figures.put(to_item(row))


def of_hours(hours: Sequence[str]) -> list[HourFigures]:
    """The figures of those of the hours that were counted."""
    items = figures.get_many([{"period": hour} for hour in hours])
    return [from_item(HourFigures, item) for item in items]


def report_of(day: str) -> FiledReport | None:
    """The report of a day, if it was filed."""
    item = figures.get({"period": day})
    return None if item is None else from_item(FiledReport, item)
