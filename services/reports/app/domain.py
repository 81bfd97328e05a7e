"""What reports decides: in which hour an order ended, and what hours and days come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.orders import OrderCancelled, OrderConfirmed

# A message may come back for half an hour; an hour after its end an hour changes no more.
SETTLED_AFTER = timedelta(hours=1)

# The hour that runs, the one whose messages may still come, and the one that is settled by now.
HOURS_TO_COUNT = 3

HOURS_OF_A_DAY = 24
COUNTS = ("confirmed", "cancelled", "units", "cents", "handled")


def end_of(event: OrderConfirmed | OrderCancelled, ended_at: str) -> dict[str, Any]:
    """The row of an order that ended; money that never came is not counted."""
    is_confirmed = isinstance(event, OrderConfirmed)
    return {
        "orderId": event.order_id,
        "hour": hour_of(moment(ended_at)),
        "kind": "confirmed" if is_confirmed else "cancelled",
        "units": event.units if isinstance(event, OrderConfirmed) else 0,
        "cents": event.total_cents if is_confirmed else 0,
    }


def moment(text: str) -> datetime:
    """A moment as schedulers and contracts write it."""
    return datetime.fromisoformat(text).astimezone(UTC)


def hour_of(at: datetime) -> str:
    """The hour that a moment lies in, as ``2026-11-21T10``."""
    return f"{at:%Y-%m-%dT%H}"


def start_of(hour: str) -> datetime:
    """The moment at which an hour begins."""
    return moment(f"{hour}:00:00+00:00")


def hours_up_to(at: datetime, count: int) -> list[str]:
    """So many hours, the earliest first; the last is the one that ``at`` lies in."""
    return [hour_of(at - timedelta(hours=back)) for back in reversed(range(count))]


def hours_of(day: date) -> list[str]:
    """The hours of a day."""
    return [f"{day.isoformat()}T{hour:02}" for hour in range(HOURS_OF_A_DAY)]


def reported_day(asked: Mapping[str, Any], started_at: str) -> date:
    """The day whose report is asked for; if none is named, the one before the run was due."""
    if asked.get("day"):
        return date.fromisoformat(asked["day"])
    return (due(asked, started_at) - timedelta(days=1)).date()


def due(asked: Mapping[str, Any], started_at: str) -> datetime:
    """When a run was due; a scheduler that does not say so starts its runs in time."""
    try:
        return moment(asked["scheduledAt"])
    except (KeyError, ValueError):
        return moment(started_at)


def unsettled(hours: Sequence[str], figures: Iterable[Mapping[str, Any]]) -> list[str]:
    """Those of the hours that were never counted, or too early for all of their messages."""
    counted = {row["period"]: moment(row["countedAt"]) for row in figures}
    never = datetime.min.replace(tzinfo=UTC)
    one = timedelta(hours=1)
    return [
        hour for hour in hours if counted.get(hour, never) < start_of(hour) + one + SETTLED_AFTER
    ]


def ended(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """What orders that ended come to."""
    kept = list(rows)
    return {
        "confirmed": sum(row["kind"] == "confirmed" for row in kept),
        "cancelled": sum(row["kind"] == "cancelled" for row in kept),
        "units": sum(row["units"] for row in kept),
        "cents": sum(row["cents"] for row in kept),
    }


def summed(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the figures of some hours come to."""
    kept = list(figures)
    failed: dict[str, int] = {}
    for hour in kept:
        for error, times in hour.get("failed", {}).items():
            failed[error] = failed.get(error, 0) + times
    counts = {count: sum(hour.get(count, 0) for hour in kept) for count in COUNTS}
    return {**counts, "failed": dict(sorted(failed.items()))}


def by_hour(figures: Iterable[Mapping[str, Any]], hours: Sequence[str]) -> dict[str, Any]:
    """The figures of these hours, each and in all; an hour without figures has zeros."""
    found = {row["period"]: row for row in figures}
    counted = [summed([found.get(hour, {})]) for hour in hours]
    return {
        "hours": [{"hour": hour, **row} for hour, row in zip(hours, counted, strict=True)],
        "total": summed(counted),
    }
