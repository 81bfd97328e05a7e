"""Partitions: the folder of a day in a lake table, and its registration in the Glue catalog."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from runtime.cache import Cache
from runtime.clients.aws import client
from runtime.observability import logger

# Digits of ASCII only: the values go into the catalog, and a key comes from outside.
IN_KEY = re.compile("year=([0-9]{4})/month=([0-9]{2})/day=([0-9]{2})/[^/]+")

EXISTS = "AlreadyExistsException"

# Days that this execution environment has registered; ten years are 3,653.
registered = Cache[bool](size=4_000)
tables = Cache[dict[str, Any]](size=10, seconds=300)


class NotRegistered(Exception):
    """The catalog did not take a partition."""


@dataclass(frozen=True, order=True)
class Partition:
    """A day, as its folder names it: ``year=2026/month=11/day=29/``."""

    year: str
    month: str
    day: str

    @classmethod
    def of(cls, day: date) -> Partition:
        """The partition of a day."""
        year, month, number = day.isoformat().split("-")
        return cls(year, month, number)

    @property
    def folder(self) -> str:
        """The folder, with a slash at its end."""
        return f"year={self.year}/month={self.month}/day={self.day}/"

    @property
    def values(self) -> list[str]:
        """The values of the partition keys."""
        return [self.year, self.month, self.day]


def partition_in(key: str, prefix: str) -> Partition | None:
    """The partition of a file of the table whose folder is ``prefix``; None for any other key, and
    for a day that no calendar has.
    """
    found = IN_KEY.fullmatch(key.removeprefix(prefix)) if key.startswith(prefix) else None
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Partition(year, month, day)


def register(table: str, partitions: Collection[Partition]) -> int:
    """Add partitions to ``<database>.<table>``; returns how many were new to the catalog.

    Columns and format are the table's. Raises ``NotRegistered`` for one that the catalog refuses.
    """
    unknown = [each for each in sorted(partitions) if not registered.get(f"{table}/{each.folder}")]
    if not unknown:
        return 0
    database, _, name = table.partition(".")
    storage = _storage(database, name)
    inputs = [
        {
            "Values": each.values,
            "StorageDescriptor": {**storage, "Location": f"{storage['Location']}{each.folder}"},
        }
        for each in unknown
    ]
    answer = client("glue").batch_create_partition(
        DatabaseName=database, TableName=name, PartitionInputList=inputs
    )
    errors = [error["ErrorDetail"]["ErrorCode"] for error in answer.get("Errors", [])]
    if failed := sorted({code for code in errors if code != EXISTS}):
        raise NotRegistered(f"{table}: {', '.join(failed)}")
    for each in unknown:
        registered.put(f"{table}/{each.folder}", True)
        logger.info("partition registered", year=each.year, month=each.month, day=each.day)
    return len(unknown) - len(errors)


def _storage(database: str, name: str) -> dict[str, Any]:
    """Where and how the table is stored; its location ends with a slash."""
    kept = tables.get(f"{database}.{name}")
    if kept is None:
        found = client("glue").get_table(DatabaseName=database, Name=name)
        kept = dict(found["Table"]["StorageDescriptor"])
        tables.put(f"{database}.{name}", kept)
    return kept
