"""Tests of the daily backups of a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from runtime.dynamodb.backups import create_daily_backup


def test_a_table_is_backed_up_once_a_day(aws):
    first, second = (
        create_daily_backup("orders", "2026-11-21"),
        create_daily_backup("orders", "2026-11-21"),
    )
    assert (first.is_new, second.is_new) == (True, False)
    assert first.arn == second.arn
    [backup] = aws.dynamodb.backups.taken
    assert (backup["TableName"], backup["BackupName"]) == ("orders", "backup-20261121")


def test_another_day_and_another_table_have_their_own(aws):
    create_daily_backup("orders", "2026-11-21")
    aws.dynamodb.backups.now += timedelta(days=1)
    assert create_daily_backup("orders", "2026-11-22").is_new
    assert create_daily_backup("payments", "2026-11-22").is_new
    assert len(aws.dynamodb.backups.taken) == 3


def test_a_backup_is_found_on_whatever_page_it_stands(aws):
    aws.dynamodb.backups.page = 1
    for name in ("by-hand", "before-release"):
        aws.dynamodb.create_backup(TableName="orders", BackupName=name)
    assert create_daily_backup("orders", "2026-11-21").is_new
    assert not create_daily_backup("orders", "2026-11-21").is_new


def test_a_missing_table_is_an_error(aws):
    with pytest.raises(ClientError, match="TableNotFoundException"):
        create_daily_backup("nothing", "2026-11-21")


def test_a_day_in_another_format_is_refused(aws):
    with pytest.raises(ValueError, match="21"):
        create_daily_backup("orders", "21.11.2026")
