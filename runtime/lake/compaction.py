"""Compaction: merges the small files of a day into one, while queries run.

A merged file is written first, then a list of the files that it replaces; these are deleted by a
run an hour later, longer than a query takes. In between a query reads some rows twice, and selects
distinct ones as always. A run that is interrupted anywhere is continued by the next.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.clients.aws import client
from runtime.lake import parquet
from runtime.lake.partitions import Partition, partition_in
from runtime.lake.raw import digest

# Athena ends a query after 30 minutes:
# https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
GRACE = timedelta(hours=1)

# Queries do not read folders with such a name.
REPLACED = "_replaced/"

MANY = 2


@dataclass(frozen=True, order=True)
class File:
    """A file by its key and content."""

    key: str
    etag: str


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """Files that a merged one replaces, and the key of the list with them."""

    key: str
    files: frozenset[File]
    at: datetime


@dataclass
class Compacted:
    """What a run did: days merged, files merged into theirs, files deleted."""

    days: int = 0
    merged: int = 0
    deleted: int = 0


class Table:
    """The files of a lake table, below ``prefix`` of a bucket."""

    def __init__(self, bucket: str, prefix: str, columns: Mapping[str, str]) -> None:
        self._bucket, self._prefix, self._columns = bucket, prefix, columns

    def compact(self, now: datetime, has_time: Callable[[], bool]) -> Compacted:
        """Delete what was replaced an hour ago, then merge day by day, as long as there is time;
        the rest is the next run's.
        """
        done, replaced, seen = Compacted(), [], set(self._list())
        lists = sorted(file.key for file in seen if self._is_list(file.key))
        for each in map(self._replaced, lists):
            if now - each.at >= GRACE and has_time():
                done.deleted += self._delete(each, seen)
            else:
                replaced.append(each)
        gone = {file for each in replaced for file in each.files}
        for partition, files in self._by_day(seen, gone).items():
            if len(files) >= MANY and has_time():
                self._merge(partition, files, now)
                done.days, done.merged = done.days + 1, done.merged + len(files)
        return done

    def _by_day(self, seen: set[File], gone: set[File]) -> dict[Partition, list[File]]:
        days: dict[Partition, list[File]] = {}
        for file in sorted(seen):
            partition = partition_in(file.key, self._prefix)
            if partition is not None and file not in gone:
                days.setdefault(partition, []).append(file)
        return days

    def _merge(self, partition: Partition, files: list[File], now: datetime) -> None:
        content = parquet.merge([self._get(file.key) for file in files], self._columns)
        key = f"{self._prefix}{partition.folder}merged-{digest(content)}.parquet"
        self._put(key, content, parquet.CONTENT_TYPE)
        old = [file for file in files if file.key != key]
        listed = {"at": now.isoformat(), "files": [[file.key, file.etag] for file in old]}
        body = json.dumps(listed).encode()
        self._put(f"{self._prefix}{REPLACED}{digest(body)}.json", body, "application/json")

    def _delete(self, replaced: Replaced, seen: set[File]) -> int:
        """Delete files that are still as they were merged, then their list."""
        same = sorted(replaced.files & seen)
        for file in same:
            client("s3").delete_object(Bucket=self._bucket, Key=file.key)
        client("s3").delete_object(Bucket=self._bucket, Key=replaced.key)
        seen -= set(same)
        return len(same)

    def _is_list(self, key: str) -> bool:
        return key.startswith(f"{self._prefix}{REPLACED}")

    def _replaced(self, key: str) -> Replaced:
        found = json.loads(self._get(key))
        files = frozenset(File(*file) for file in found["files"])
        return Replaced(key=key, files=files, at=datetime.fromisoformat(found["at"]))

    def _list(self) -> Iterator[File]:
        pages = client("s3").get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
            for found in page.get("Contents", []):
                yield File(found["Key"], found["ETag"])

    def _get(self, key: str) -> bytes:
        body: Any = client("s3").get_object(Bucket=self._bucket, Key=key)["Body"]
        return bytes(body.read())

    def _put(self, key: str, content: bytes, kind: str) -> None:
        client("s3").put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=kind)


def now() -> datetime:
    """The current time, in UTC."""
    return datetime.now(UTC)
