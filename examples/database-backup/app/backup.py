"""A snapshot of the database, named by the day: a second run of the day finds it there."""

import os
from datetime import UTC, datetime

import boto3

rds = boto3.client("rds")


def handle(event, context):
    snapshot = f"backup-{datetime.now(UTC):%Y%m%d}"
    try:
        rds.create_db_snapshot(
            DBSnapshotIdentifier=snapshot, DBInstanceIdentifier=os.environ["DATABASE"]
        )
    except rds.exceptions.DBSnapshotAlreadyExistsFault:
        print(f"{snapshot} is there already")
