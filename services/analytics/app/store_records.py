"""Keeps the records of the stream in the raw zone of the data lake, as they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runtime.environment import environment
from runtime.lake import raw
from runtime.observability import count
from runtime.streams.kinesis import records_consumer
from runtime.streams.received import Received
from services.analytics.app.records import KINDS, kind_of

RAW_BUCKET = environment("RAW_BUCKET")


def known(record: Any) -> Any:
    """A record of a kind that has a table; whether its data is valid, the table's files say."""
    kind_of(record)
    return record


@records_consumer(known)
def handle(records: Sequence[Received[Any]]) -> None:
    for kind, rows in KINDS.items():
        if found := [each.value for each in records if kind_of(each.value) == kind]:
            raw.store(RAW_BUCKET, rows.incoming, found)
    count("RecordsStored", len(records))
