"""Tests of the backups of a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from runtime.dynamodb.backups import create_backup, delete_expired_backups


def test_a_table_is_backed_up_once_for_each_run(aws):
    first, second = (
        create_backup("orders", "2026-11-21T02:00:00Z"),
        create_backup("orders", "2026-11-21T02:00:00Z"),
    )
    assert (first.is_new, second.is_new) == (True, False)
    assert first.arn == second.arn
    [backup] = aws.dynamodb.backups.taken
    assert (backup["TableName"], backup["BackupName"]) == ("orders", "nightly-20261121T020000Z")


def test_another_run_and_another_table_have_their_own(aws):
    create_backup("orders", "2026-11-21T02:00:00Z")
    aws.dynamodb.backups.now += timedelta(days=1)
    assert create_backup("orders", "2026-11-22T02:00:00Z").is_new
    assert create_backup("payments", "2026-11-22T02:00:00Z").is_new
    assert len(aws.dynamodb.backups.taken) == 3


def test_a_backup_is_found_on_whatever_page_it_stands(aws):
    aws.dynamodb.backups.page = 1
    for name in ("by-hand", "before-release"):
        aws.dynamodb.create_backup(TableName="orders", BackupName=name)
    assert create_backup("orders", "2026-11-21T02:00:00Z").is_new
    assert not create_backup("orders", "2026-11-21T02:00:00Z").is_new


def test_a_backup_that_has_not_expired_stays_whatever_the_list_has(aws, monkeypatch):
    every = aws.dynamodb.list_backups

    def unbounded(**asked):
        return every(**{name: value for name, value in asked.items() if "Bound" not in name})

    create_backup("orders", "2026-11-21T02:00:00Z")
    monkeypatch.setattr(aws.dynamodb, "list_backups", unbounded)
    assert delete_expired_backups("orders", "2026-12-20T02:00:00Z") == 0
    assert delete_expired_backups("orders", "2026-12-27T02:00:00Z") == 1


def test_a_missing_table_is_an_error(aws):
    with pytest.raises(ClientError, match="TableNotFoundException"):
        create_backup("nothing", "2026-11-21T02:00:00Z")


def test_a_time_in_another_format_is_refused(aws):
    with pytest.raises(ValueError, match="21"):
        create_backup("orders", "21.11.2026")
