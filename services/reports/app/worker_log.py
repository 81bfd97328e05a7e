"""What the log of ``note_end`` tells: how much was handled, and what failed with which error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import SUCCEEDED
from services.reports.app.domain import hour_of

NOTE_END_LOGS = environment("NOTE_END_LOGS")

# Successes have an outcome; a failure is any error, so that crashes of the consumer count too.
WANTED = f'{{ $.outcome = "{SUCCEEDED}" || $.level = "ERROR" }}'

# What the slowest page takes, and what is done with the figures afterwards.
RESERVE_MS = 5_000


class OutOfTime(Exception):
    """The log is longer than the time left; a later try starts anew, with all of its time."""


@dataclass
class Tally:
    """What happened in one hour."""

    handled: int = 0
    failed: dict[str, int] = field(default_factory=dict)

    def add(self, line: dict[str, Any]) -> None:
        """Count one line of the log, if it is one that counts."""
        if line.get("level") == "ERROR":
            error = str(line.get("error_type") or line.get("exception_name") or "unknown")
            self.failed[error] = self.failed.get(error, 0) + 1
        elif line.get("outcome") == SUCCEEDED:
            self.handled += 1


def read(since: datetime, until: datetime, context: Any) -> dict[str, Tally]:
    """The tally of each hour in which the log has a line; raises ``OutOfTime``."""
    tallies: dict[str, Tally] = {}
    for event in _events(since, until, context):
        hour = hour_of(datetime.fromtimestamp(event["timestamp"] / 1000, UTC))
        tallies.setdefault(hour, Tally()).add(_line(event["message"]))
    return tallies


def _events(since: datetime, until: datetime, context: Any) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {
        "logGroupName": NOTE_END_LOGS,
        "startTime": _milliseconds(since),
        # Both ends belong to what is asked for.
        "endTime": _milliseconds(until) - 1,
        "filterPattern": WANTED,
    }
    while True:
        left = context.get_remaining_time_in_millis()
        if left < RESERVE_MS:
            raise OutOfTime(f"{left} ms are left, and a page of the log may take {RESERVE_MS}")
        page = client("logs").filter_log_events(**asked)
        yield from page["events"]
        if not page.get("nextToken"):
            return
        asked["nextToken"] = page["nextToken"]


def _line(message: str) -> dict[str, Any]:
    """A line of ours; Lambda's own lines, and those of a crash, are no JSON."""
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
