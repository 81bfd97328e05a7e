"""Producer: puts records of JSON into a Kinesis stream, and puts those again that it rejects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from runtime.batches import batches
from runtime.clients.aws import client
from runtime.retry import with_retries

# The most records of one PutRecords, and the most bytes of all of them with their keys:
# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
RECORDS_PER_CALL = 500
BYTES_PER_CALL = 5 * 1024 * 1024
LONGEST_KEY = 256
ATTEMPTS = 6


class PutFailed(Exception):
    """The stream did not take every record; the caller must put all of them again."""


@dataclass(frozen=True, kw_only=True)
class OutgoingRecord:
    """A value to be put, and its key: records of one key are in one shard, in order."""

    key: str
    value: Any


def put(stream: str, records: Sequence[OutgoingRecord]) -> None:
    """Put records in their order; a shard that is throttled is tried again, with backoff.

    Raises ``PutFailed`` if some are rejected in every attempt; others are in the stream then. A
    record that was rejected at first is behind those of its key that were not.
    """
    entries = [_entry(record) for record in records]
    for left in batches(entries, _size, most=RECORDS_PER_CALL, most_bytes=BYTES_PER_CALL):
        with_retries(partial(_put_records, stream, left), PutFailed, attempts=ATTEMPTS)


def _put_records(stream: str, left: list[dict[str, Any]]) -> None:
    """One call; removes the records that the stream took from ``left``."""
    results = client("kinesis").put_records(StreamName=stream, Records=left)["Records"]
    codes = [result.get("ErrorCode") for result in results]
    left[:] = [entry for entry, code in zip(left, codes, strict=True) if code]
    if left:
        names = ", ".join(sorted({code for code in codes if code}))
        raise PutFailed(f"{stream} rejects {len(left)} records: {names}")


def _size(entry: dict[str, Any]) -> int:
    return len(entry["Data"]) + len(entry["PartitionKey"].encode())


def _entry(record: OutgoingRecord) -> dict[str, Any]:
    data = json.dumps(record.value, separators=(",", ":")).encode()
    return {"Data": data, "PartitionKey": record.key[:LONGEST_KEY]}
