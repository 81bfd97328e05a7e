"""Counts what happened in hours: from the orders that ended, and from the log of the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from contracts.envelope import now
from services.reports.app import ends, figures, worker_log
from services.reports.app.domain import ended, start_of
from services.reports.app.worker_log import Tally


def count_hours(hours: Sequence[str], context: Any) -> None:
    """Count these hours, which follow each other, anew and keep their figures."""
    counted_at = now()
    until = start_of(hours[-1]) + timedelta(hours=1)
    tallies = worker_log.read(start_of(hours[0]), until, context)
    for hour in hours:
        tally = tallies.get(hour, Tally())
        counted = {**ended(ends.in_hour(hour)), **vars(tally)}
        figures.keep(hour, {**counted, "countedAt": counted_at})
