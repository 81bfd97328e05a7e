"""Counts the figures of hours: from the orders that ended, and from the log of their consumer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.envelope import now
from services.reports.app import consumer_log, ended_orders, figures
from services.reports.app.domain import hour_figures, moment


def count_hours(hours: Sequence[str], context: Any) -> None:
    """Count hours, and replace the figures that they had."""
    counted_at = now()
    for hour in hours:
        tally = consumer_log.tally_of(hour, moment(counted_at), context)
        orders = ended_orders.in_hour(hour)
        figures.put(hour_figures(hour, orders, **vars(tally), counted_at=counted_at))
