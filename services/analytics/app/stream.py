"""The stream of analytics, and the only code that puts records into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runtime.environment import environment
from runtime.streams.producer import OutgoingRecord, put

EVENTS_STREAM = environment("EVENTS_STREAM")

# The key of a record that names no user.
NO_USER = "none"


def put_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Put records, those of one user in order; ``PutFailed`` if the stream does not take all."""
    put(EVENTS_STREAM, [OutgoingRecord(key=_user_of(record), value=record) for record in records])


def _user_of(record: Mapping[str, Any]) -> str:
    data = record.get("data")
    user = data.get("userId") if isinstance(data, dict) else None
    return str(user or NO_USER)
