"""Counts the figures of hours: from the orders that ended, and from the log of their consumer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from contracts.envelope import now
from services.reports.app import consumer_log, ended_orders, figures
from services.reports.app.consumer_log import Tally
from services.reports.app.domain import hour_figures, start_of


def count_hours(hours: Sequence[str], context: Any) -> None:
    """Count consecutive hours, and replace the figures that they had."""
    counted_at = now()
    until = start_of(hours[-1]) + timedelta(hours=1)
    tallies = consumer_log.read(start_of(hours[0]), until, context)
    for hour in hours:
        tally = tallies.get(hour, Tally())
        orders = ended_orders.in_hour(hour)
        figures.put(hour_figures(hour, orders, **vars(tally), counted_at=counted_at))
