"""The log of the consumer ``note_end``: how many messages succeeded, and which errors failed.

Only structured keys of the log lines are read: ``level``, ``outcome`` and the type of the error.
"""

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

# Any line of level ERROR is a failure, so that crashes of the consumer are counted too.
WANTED = f'{{ $.outcome = "{SUCCEEDED}" || $.level = "ERROR" }}'

# The time that the slowest page takes, and the writing of the figures after it.
RESERVE_MS = 5_000


class OutOfTime(Exception):
    """The log is too long for the time that is left; a retry starts again with all of its time."""


@dataclass
class Tally:
    """The messages of one hour."""

    handled: int = 0
    failed: dict[str, int] = field(default_factory=dict)

    def add(self, line: dict[str, Any]) -> None:
        """Count one line of the log, if it is about a message or an error."""
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
    request: dict[str, Any] = {
        "logGroupName": NOTE_END_LOGS,
        "startTime": _milliseconds(since),
        # Both ends are included.
        "endTime": _milliseconds(until) - 1,
        "filterPattern": WANTED,
    }
    while True:
        left = context.get_remaining_time_in_millis()
        if left < RESERVE_MS:
            raise OutOfTime(f"{left} ms are left, and a page of the log may take {RESERVE_MS}")
        page = client("logs").filter_log_events(**request)
        yield from page["events"]
        if not page.get("nextToken"):
            return
        request["nextToken"] = page["nextToken"]


def _line(message: str) -> dict[str, Any]:
    """The keys of a line; the lines of Lambda itself, and of a crash, are not JSON."""
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
