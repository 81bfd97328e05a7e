"""Records: the lines of a raw object as messages of a contract, and those that are none."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from contracts.envelope import unwrap
from contracts.event import Message
from runtime.clients.aws import client
from runtime.lake.raw import JSON_LINES

M = TypeVar("M", bound=Message)

# Enough to recognise a line by.
LONGEST = 2_000


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A line that is no valid record: its number from 1, why, and what it says."""

    line: int
    reason: str
    record: str


@dataclass
class Records(Generic[M]):
    """What a raw object holds."""

    valid: list[M] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def read(contract: type[M], text: str) -> Records[M]:
    """The messages in lines of JSON, each in its envelope; empty lines are skipped."""
    records: Records[M] = Records()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            message, _ = unwrap(contract, json.loads(line))
        except (ValueError, RecursionError) as error:
            reason = f"{type(error).__name__}: {error}"
            records.rejected.append(Rejected(line=number, reason=reason, record=line[:LONGEST]))
        else:
            records.valid.append(message)
    return records


def reject(bucket: str, key: str, source: str, rejected: list[Rejected]) -> None:
    """Write the lines that were rejected, each with its reason and the object it was in."""
    lines = [
        json.dumps({"object": source, "line": r.line, "reason": r.reason, "record": r.record})
        for r in rejected
    ]
    body = "".join(f"{line}\n" for line in lines).encode()
    client("s3").put_object(Bucket=bucket, Key=key, Body=body, ContentType=JSON_LINES)
