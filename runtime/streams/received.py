"""Received: a record of a Kinesis stream, as its consumers and their counters take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Received(Generic[T]):
    """What was decoded from a record, and the place of the record: its shard, and its sequence
    number there, which is higher for each later record.
    """

    value: T
    shard: str
    number: int
    partition_key: str
