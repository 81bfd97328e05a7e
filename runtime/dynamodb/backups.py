"""Backups: one on-demand backup of a table for each day, kept for ``RETENTION_DAYS``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from runtime.clients.aws import client

RETENTION_DAYS = 35


@dataclass(frozen=True, kw_only=True)
class Backup:
    """The backup of a day; ``is_new`` is false if it existed before."""

    arn: str
    is_new: bool


def create_daily_backup(table_name: str, day: str) -> Backup:
    """Back up a table for a day (``2026-11-21``), unless there is a backup for that day.

    DynamoDB would create a second backup under the same name, so this looks for the first.
    """
    at = date.fromisoformat(day)
    name = f"backup-{at.isoformat().replace('-', '')}"
    for backup in _backups(table_name, TimeRangeLowerBound=_midnight(at)):
        if backup["BackupName"] == name:
            return Backup(arn=backup["BackupArn"], is_new=False)
    made = client("dynamodb").create_backup(TableName=table_name, BackupName=name)
    return Backup(arn=made["BackupDetails"]["BackupArn"], is_new=True)


def delete_expired_backups(table_name: str, day: str) -> int:
    """Delete backups that are older than ``RETENTION_DAYS`` on a day; returns how many."""
    oldest = date.fromisoformat(day) - timedelta(days=RETENTION_DAYS)
    old = list(_backups(table_name, TimeRangeUpperBound=_midnight(oldest)))
    for backup in old:
        client("dynamodb").delete_backup(BackupArn=backup["BackupArn"])
    return len(old)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _backups(table_name: str, **bounds: datetime) -> Iterator[dict[str, Any]]:
    request: dict[str, Any] = {"TableName": table_name, "BackupType": "USER", **bounds}
    while True:
        response = client("dynamodb").list_backups(**request)
        yield from response["BackupSummaries"]
        if not response.get("LastEvaluatedBackupArn"):
            return
        request["ExclusiveStartBackupArn"] = response["LastEvaluatedBackupArn"]
