"""The table of figures, and the only code that touches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runtime.dynamodb.table import Item, Table
from runtime.environment import environment

figures = Table(environment("FIGURES_TABLE"))


def keep(period: str, row: Mapping[str, Any]) -> None:
    """The figures of an hour, or what is known of a day's report, in place of what was there."""
    figures.put({"period": period, **row})


def of_hours(hours: Sequence[str]) -> list[Item]:
    """The figures of those of the hours that were counted."""
    return list(figures.get_many([{"period": hour} for hour in hours]))


def report_of(day: str) -> Item | None:
    """What is known of the report of a day."""
    return figures.get({"period": day})
