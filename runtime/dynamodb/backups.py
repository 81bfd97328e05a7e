"""Backups: keeps a copy of a table for each day, for some weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from runtime.clients.aws import client

RETENTION_DAYS = 35


@dataclass(frozen=True, kw_only=True)
class Backup:
    """The backup of a day; ``is_new`` unless there was one already."""

    arn: str
    is_new: bool


def create_daily_backup(table_name: str, day: str) -> Backup:
    """Back up a table for a day, written ``2026-11-21``, unless that has been done.

    DynamoDB itself would make a second backup of the same name.
    """
    at = date.fromisoformat(day)
    name = f"backup-{at:%Y%m%d}"
    for backup in _taken(table_name, TimeRangeLowerBound=_midnight(at)):
        if backup["BackupName"] == name:
            return Backup(arn=backup["BackupArn"], is_new=False)
    made = client("dynamodb").create_backup(TableName=table_name, BackupName=name)
    return Backup(arn=made["BackupDetails"]["BackupArn"], is_new=True)


def delete_expired_backups(table_name: str, day: str) -> int:
    """Delete the backups that on this day are older than ``RETENTION_DAYS``; returns how many."""
    oldest = date.fromisoformat(day) - timedelta(days=RETENTION_DAYS)
    old = list(_taken(table_name, TimeRangeUpperBound=_midnight(oldest)))
    for backup in old:
        client("dynamodb").delete_backup(BackupArn=backup["BackupArn"])
    return len(old)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _taken(table_name: str, **bounds: datetime) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {"TableName": table_name, "BackupType": "USER", **bounds}
    while True:
        answer = client("dynamodb").list_backups(**asked)
        yield from answer["BackupSummaries"]
        if not answer.get("LastEvaluatedBackupArn"):
            return
        asked["ExclusiveStartBackupArn"] = answer["LastEvaluatedBackupArn"]
