"""The log of the consumer ``note_end``: how many messages succeeded, and which errors failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.outcomes import PATTERN, Outcome, outcome_of
from services.reports.app import figures
from services.reports.app.domain import LogCounts, log_period, moment, start_of

NOTE_END_LOGS = environment("NOTE_END_LOGS")

# The time that the slowest page takes, and the writing of the figures after it.
RESERVE_MS = 5_000

# A line is found some seconds after it was written; what is younger than this is read again.
INGESTED_AFTER = timedelta(minutes=5)


class OutOfTime(Exception):
    """The log is too long for the time that is left; a retry starts again with all of its time."""


@dataclass
class Tally:
    """The messages of one hour."""

    handled: int = 0
    failed: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count what became of one message."""
        if outcome.error is None:
            self.handled += 1
        else:
            self.failed[outcome.error] = self.failed.get(outcome.error, 0) + 1


def tally_of(hour: str, at: datetime, context: Any) -> Tally:
    """The outcomes of an hour as they are found at a time; raises ``OutOfTime``.

    Only lines that were not read before are read. The counts of those that are settled are stored,
    with the time up to which they are: an hour whose log was read to its end is not read again.
    """
    begin, end = start_of(hour), start_of(hour) + timedelta(hours=1)
    known = figures.log_of(hour)
    since = moment(known.read_until) if known else begin
    settled = Tally(known.handled, dict(known.failed)) if known else Tally()
    settled_until = max(since, min(at - INGESTED_AFTER, end))
    recent: list[Outcome] = []
    for written, outcome in _outcomes(since, end, context):
        if written < settled_until:
            settled.add(outcome)
        else:
            recent.append(outcome)
    if settled_until > since:
        row = LogCounts(
            period=log_period(hour), read_until=settled_until.isoformat(), **vars(settled)
        )
        figures.put(row)
    for outcome in recent:
        settled.add(outcome)
    return settled


def _outcomes(since: datetime, until: datetime, context: Any) -> Iterator[tuple[datetime, Outcome]]:
    """The outcomes that were logged in a period, each with its time."""
    if since >= until:
        return
    request: dict[str, Any] = {
        "logGroupName": NOTE_END_LOGS,
        "startTime": _milliseconds(since),
        # Both ends are included.
        "endTime": _milliseconds(until) - 1,
        "filterPattern": PATTERN,
    }
    while True:
        left = context.get_remaining_time_in_millis()
        if left < RESERVE_MS:
            raise OutOfTime(f"{left} ms are left, and a page of the log may take {RESERVE_MS}")
        page = client("logs").filter_log_events(**request)
        for event in page["events"]:
            if outcome := outcome_of(event["message"]):
                yield datetime.fromtimestamp(event["timestamp"] / 1000, UTC), outcome
        if not page.get("nextToken"):
            return
        request["nextToken"] = page["nextToken"]


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
