"""Backups of tables: several may have one name, as with DynamoDB."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check
from tests.fakes.tables import KEYS

ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/{}/backup/{:08}"

EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Backups:
    """The backups; a test sets the time with ``now``."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
        self.page = 100

    def create_backup(self, **call: Any) -> dict[str, Any]:
        check("dynamodb", "CreateBackup", call)
        if call["TableName"] not in KEYS:
            raise client_error("dynamodb", "TableNotFoundException", call["TableName"])
        details = {
            "BackupArn": ARN.format(call["TableName"], len(self.taken) + 1),
            "BackupName": call["BackupName"],
            "BackupStatus": "CREATING",
            "BackupType": "USER",
            "BackupCreationDateTime": self.now,
        }
        self.taken.append({"TableName": call["TableName"], **details})
        return {"BackupDetails": details}

    def list_backups(self, **call: Any) -> dict[str, Any]:
        check("dynamodb", "ListBackups", call)
        found = [
            backup
            for backup in self.taken
            if backup["TableName"] == call.get("TableName", backup["TableName"])
            and call.get("TimeRangeLowerBound", EVER) <= backup["BackupCreationDateTime"]
            and backup["BackupCreationDateTime"] < call.get("TimeRangeUpperBound", NEVER)
        ]
        start = call.get("ExclusiveStartBackupArn")
        if start:
            found = found[[backup["BackupArn"] for backup in found].index(start) + 1 :]
        page = found[: self.page]
        more = {"LastEvaluatedBackupArn": page[-1]["BackupArn"]} if len(page) < len(found) else {}
        return {"BackupSummaries": page, **more}

    def delete_backup(self, **call: Any) -> dict[str, Any]:
        check("dynamodb", "DeleteBackup", call)
        left = [backup for backup in self.taken if backup["BackupArn"] != call["BackupArn"]]
        if len(left) == len(self.taken):
            raise client_error("dynamodb", "BackupNotFoundException", call["BackupArn"])
        self.taken = left
        return {"BackupDescription": {}}
