"""Capacity: how many shards a stream needs for what is put into it and read from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from components.limits import within

# What one shard takes and gives; consumers without a throughput of their own share what it gives:
# https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
MB_IN_PER_SHARD = 1
RECORDS_IN_PER_SHARD = 1_000
MB_OUT_PER_SHARD = 2
# The default quota of an account in the largest Regions; it is 1,000 or 6,000 in others.
SHARDS = (1, 20_000)


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """The peak of a stream, of which the number of shards follows: the most that any of the three
    figures needs.

    Raises ``ValueError`` for figures below 0, without any, and for more than 20,000 shards.
    """

    mb_per_second: float = 0
    """What is put into the stream at its peak, in MB a second; a shard takes 1."""

    records_per_second: float = 0
    """How many records are put at its peak, a second; a shard takes 1,000."""

    read_mb_per_second: float = 0
    """What all consumers without a dedicated throughput read together, in MB a second; a shard
    gives 2. Three consumers of 1 MB a second read 3."""

    def __post_init__(self) -> None:
        for name in ("mb_per_second", "records_per_second", "read_mb_per_second"):
            if (given := getattr(self, name)) < 0:
                raise ValueError(f"{name} must be 0 or more, got {given:g}")
        if not self._needed:
            raise ValueError("capacity must have mb_per_second, records_per_second, or both")
        within("shards", self.shards, SHARDS)

    @property
    def shards(self) -> int:
        """The number of shards, at least 1."""
        return math.ceil(self._needed)

    @property
    def _needed(self) -> float:
        return max(
            self.mb_per_second / MB_IN_PER_SHARD,
            self.records_per_second / RECORDS_IN_PER_SHARD,
            self.read_mb_per_second / MB_OUT_PER_SHARD,
        )
