"""Backups: one on-demand backup of a table for each run of a job, kept for ``RETENTION_DAYS``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.clients.aws import client

RETENTION_DAYS = 35

# What a backup of this job is called: nightly-20261121T020000Z.
PREFIX = "nightly-"
OWN = re.compile(rf"{PREFIX}\d{{8}}T\d{{6}}Z")
# The clocks of the scheduler and of DynamoDB may differ by so much.
CLOCK_DIFFERENCE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Backup:
    """The backup of a run; ``is_new`` is false if it existed before."""

    arn: str
    is_new: bool


def create_backup(table_name: str, scheduled_at: str) -> Backup:
    """Back up a table for a run (``2026-11-21T02:00:00Z``), unless there is a backup for it.

    The name holds the time of the run, not its day: a job at a local hour may run twice in a day
    of UTC, and not at all in the next, where clocks change. DynamoDB would create a second backup
    under the same name, so this looks for the first.
    """
    at = datetime.fromisoformat(scheduled_at).astimezone(UTC)
    utc = at.replace(tzinfo=None).isoformat(timespec="seconds")
    name = f"{PREFIX}{utc.replace('-', '').replace(':', '')}Z"
    for backup in _backups(table_name, TimeRangeLowerBound=at - CLOCK_DIFFERENCE):
        if backup["BackupName"] == name:
            return Backup(arn=backup["BackupArn"], is_new=False)
    made = client("dynamodb").create_backup(TableName=table_name, BackupName=name)
    return Backup(arn=made["BackupDetails"]["BackupArn"], is_new=True)


def delete_expired_backups(table_name: str, scheduled_at: str) -> int:
    """Delete the backups of this job that are older than ``RETENTION_DAYS`` at a time; returns how
    many. Backups with other names, made in another way, are not touched.
    """
    oldest = datetime.fromisoformat(scheduled_at).astimezone(UTC) - timedelta(days=RETENTION_DAYS)
    old = [
        backup
        for backup in _backups(table_name, TimeRangeUpperBound=oldest)
        # What is deleted does not come back: the bound is held here, too.
        if OWN.fullmatch(backup["BackupName"]) and backup["BackupCreationDateTime"] <= oldest
    ]
    for backup in old:
        client("dynamodb").delete_backup(BackupArn=backup["BackupArn"])
    return len(old)


def _backups(table_name: str, **bounds: datetime) -> Iterator[dict[str, Any]]:
    request: dict[str, Any] = {"TableName": table_name, "BackupType": "USER", **bounds}
    while True:
        response = client("dynamodb").list_backups(**request)
        yield from response["BackupSummaries"]
        if not response.get("LastEvaluatedBackupArn"):
            return
        request["ExclusiveStartBackupArn"] = response["LastEvaluatedBackupArn"]
