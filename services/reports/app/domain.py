"""Rules of reports: the hour in which an order ended, and the figures of hours and days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from contracts.orders import OrderCancelled, OrderConfirmed
from runtime.dynamodb import shards

# A message may be retried for half an hour; figures of an hour that are counted an hour after its
# end are final.
SETTLED_AFTER = timedelta(hours=1)

# The present hour, the one whose messages may still arrive, and the one that is final by now.
HOURS_TO_COUNT = 3

HOURS_OF_A_DAY = 24

# The orders that end in an hour are spread over so many keys of their index: 8,000 a second.
HOUR_SHARDS = 8


@dataclass(frozen=True, kw_only=True)
class EndedOrder:
    """A row of the ends table: an order that ended in an hour (``2026-11-21T10``).

    A cancelled order has no units and no cents.
    """

    order_id: str
    hour: str
    kind: Literal["confirmed", "cancelled"]
    units: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The orders that ended, the messages that were handled, and the failures by their error."""

    confirmed: int = 0
    cancelled: int = 0
    units: int = 0
    cents: int = 0
    handled: int = 0
    failed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HourFigures(Counts):
    """A row of the figures table: the counts of an hour, and when they were counted."""

    period: str
    counted_at: str


@dataclass(frozen=True, kw_only=True)
class LogCounts:
    """A row of the figures table: the outcomes in the consumer's log of an hour, up to a time.

    Lines from before ``read_until`` are in it, and are not read again.
    """

    period: str
    read_until: str
    handled: int = 0
    failed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HourCounts(Counts):
    """The counts of an hour, as they are shown."""

    hour: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The counts of several hours, each and in total."""

    hours: tuple[HourCounts, ...]
    total: Counts


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """The figures of the 24 hours up to a time: a file in the bucket."""

    up_to: str
    hours: tuple[HourCounts, ...]
    total: Counts


@dataclass(frozen=True, kw_only=True)
class DayReport:
    """The figures of a day of a time zone: a file in the bucket."""

    day: str
    timezone: str = "UTC"
    hours: tuple[HourCounts, ...]
    total: Counts


@dataclass(frozen=True, kw_only=True)
class FiledReport:
    """A row of the figures table: a day's report, and the file that it was read from."""

    period: str
    key: str
    size: int
    etag: str
    report: DayReport


def ended_order(event: OrderConfirmed | OrderCancelled, ended_at: str) -> EndedOrder:
    """The row of an order by the event that ended it."""
    hour = hour_of(moment(ended_at))
    if isinstance(event, OrderCancelled):
        return EndedOrder(order_id=event.order_id, hour=hour, kind="cancelled", units=0, cents=0)
    return EndedOrder(
        order_id=event.order_id,
        hour=hour,
        kind="confirmed",
        units=event.units,
        cents=event.total_cents,
    )


def shard_of(order: EndedOrder) -> str:
    """The key of an order in the index of ended orders: one of the shards of its hour."""
    return shards_of(order.hour)[shards.shard_of(order.order_id, HOUR_SHARDS)]


def shards_of(hour: str) -> list[str]:
    """The keys of an hour in the index of ended orders."""
    return [f"{hour}#{shard}" for shard in range(HOUR_SHARDS)]


def log_period(hour: str) -> str:
    """The key of the row with the outcomes in the log of an hour."""
    return f"{hour}#log"


def moment(text: str) -> datetime:
    """A time in UTC, from the text of a scheduler or a contract."""
    return datetime.fromisoformat(text).astimezone(UTC)


def hour_of(at: datetime) -> str:
    """The hour of a time, as ``2026-11-21T10``."""
    return at.isoformat()[: len("2026-11-21T10")]


def start_of(hour: str) -> datetime:
    """The time at which an hour begins."""
    return moment(f"{hour}:00:00+00:00")


def hours_up_to(at: datetime, count: int) -> list[str]:
    """So many hours, the earliest first; the last is the hour of ``at``."""
    return [hour_of(at - timedelta(hours=back)) for back in reversed(range(count))]


def hours_of(day: date, zone: ZoneInfo) -> list[str]:
    """The hours of UTC that begin in a day of a time zone: 23 or 25 where clocks change."""
    begins, ends = (_midnight(each, zone) for each in (day, day + timedelta(days=1)))
    first = begins + (datetime.min.replace(tzinfo=UTC) - begins) % timedelta(hours=1)
    count = -((first - ends) // timedelta(hours=1))
    return [hour_of(first + timedelta(hours=n)) for n in range(count)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of a day in a time zone, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def reported_day(asked: Mapping[str, Any], started_at: str, zone: ZoneInfo) -> date:
    """The day of a report: the one that is given, or the day before the run was due, in the time
    zone of the schedule. Its hour in UTC differs in summer, and with it may the day in UTC.
    """
    if asked.get("day"):
        return date.fromisoformat(asked["day"])
    return due(asked, started_at).astimezone(zone).date() - timedelta(days=1)


def due(asked: Mapping[str, Any], started_at: str) -> datetime:
    """When a run was due; a scheduler that does not give the time starts its runs punctually."""
    try:
        return moment(asked["scheduledAt"])
    except (KeyError, ValueError):
        return moment(started_at)


def unsettled(hours: Sequence[str], figures: Iterable[HourFigures]) -> list[str]:
    """Those of the hours that were never counted, or before all their messages had arrived."""
    counted = {row.period: moment(row.counted_at) for row in figures}
    never = datetime.min.replace(tzinfo=UTC)
    one = timedelta(hours=1)
    return [
        hour for hour in hours if counted.get(hour, never) < start_of(hour) + one + SETTLED_AFTER
    ]


def hour_figures(
    hour: str,
    orders: Iterable[EndedOrder],
    *,
    handled: int,
    failed: Mapping[str, int],
    counted_at: str,
) -> HourFigures:
    """The figures of an hour, from its orders and from the log of the consumer."""
    rows = list(orders)
    return HourFigures(
        period=hour,
        confirmed=sum(row.kind == "confirmed" for row in rows),
        cancelled=sum(row.kind == "cancelled" for row in rows),
        units=sum(row.units for row in rows),
        cents=sum(row.cents for row in rows),
        handled=handled,
        failed=dict(failed),
        counted_at=counted_at,
    )


def summed(figures: Iterable[Counts]) -> Counts:
    """The sum of several counts; failures are sorted by their error."""
    rows = list(figures)
    failed: dict[str, int] = {}
    for row in rows:
        for error, times in row.failed.items():
            failed[error] = failed.get(error, 0) + times
    return Counts(
        confirmed=sum(row.confirmed for row in rows),
        cancelled=sum(row.cancelled for row in rows),
        units=sum(row.units for row in rows),
        cents=sum(row.cents for row in rows),
        handled=sum(row.handled for row in rows),
        failed=dict(sorted(failed.items())),
    )


def by_hour(figures: Iterable[HourFigures], hours: Sequence[str]) -> Figures:
    """The counts of these hours, each and in total; an hour without figures has zeros."""
    found: dict[str, Counts] = {row.period: row for row in figures}
    counts = [summed([found.get(hour, Counts())]) for hour in hours]
    return Figures(
        hours=tuple(
            HourCounts(hour=hour, **vars(row)) for hour, row in zip(hours, counts, strict=True)
        ),
        total=summed(counts),
    )
