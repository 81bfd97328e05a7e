"""Tests of the nightly copy of all orders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.orders.app import back_up
from tests.fakes.invocations import scheduled

NIGHT = "2026-11-21T02:00:00Z"


def taken(aws):
    return [(backup["TableName"], backup["BackupName"]) for backup in aws.dynamodb.backups.taken]


def test_the_orders_are_copied_under_the_time_of_the_run(aws):
    assert scheduled(back_up.handle, "backup", NIGHT) == []
    assert taken(aws) == [("orders", "nightly-20261121T020000Z")]


def test_a_run_whose_message_is_received_again_copies_once(aws):
    scheduled(back_up.handle, "backup", NIGHT)
    assert scheduled(back_up.handle, "backup", NIGHT) == []
    assert len(taken(aws)) == 1


def test_only_backups_of_the_job_itself_are_deleted(aws):
    backups = aws.dynamodb.backups
    backups.now = datetime(2025, 1, 1, tzinfo=UTC)
    for name in ("before-the-migration", "nightly-of-another", "backup-20250101"):
        backups.create_backup(TableName="orders", BackupName=name)
    backups.create_backup(TableName="orders", BackupName="nightly-20250101T020000Z")
    backups.now = datetime(2026, 11, 21, 2, tzinfo=UTC)
    scheduled(back_up.handle, "backup", NIGHT)
    assert [name for _, name in taken(aws)] == [
        "before-the-migration",
        "nightly-of-another",
        "backup-20250101",
        "nightly-20261121T020000Z",
    ]


def test_the_next_day_has_a_copy_of_its_own(aws):
    scheduled(back_up.handle, "backup", NIGHT)
    aws.dynamodb.backups.now = aws.dynamodb.backups.now.replace(day=22)
    scheduled(back_up.handle, "backup", "2026-11-22T02:00:00Z")
    assert [name for _, name in taken(aws)] == [
        "nightly-20261121T020000Z",
        "nightly-20261122T020000Z",
    ]


def test_copies_of_five_weeks_are_kept(aws):
    backups = aws.dynamodb.backups
    for days in (0, 1, 35):
        backups.now = datetime(2026, 11, 21, 2, tzinfo=UTC) + timedelta(days=days)
        scheduled(back_up.handle, "backup", f"{backups.now:%Y-%m-%dT%H:%M:%SZ}")
    assert [name for _, name in taken(aws)] == [
        "nightly-20261121T020000Z",
        "nightly-20261122T020000Z",
        "nightly-20261226T020000Z",
    ]
    backups.now += timedelta(days=1)
    scheduled(back_up.handle, "backup", f"{backups.now:%Y-%m-%dT%H:%M:%SZ}")
    assert [name for _, name in taken(aws)] == [
        "nightly-20261122T020000Z",
        "nightly-20261226T020000Z",
        "nightly-20261227T020000Z",
    ]


def test_a_copy_that_failed_is_made_when_the_message_comes_back(aws, monkeypatch):
    create = aws.dynamodb.create_backup

    def refuse(**call):
        raise ConnectionError("no answer")

    monkeypatch.setattr(aws.dynamodb, "create_backup", refuse)
    assert scheduled(back_up.handle, "backup", NIGHT) == ["m0"]
    monkeypatch.setattr(aws.dynamodb, "create_backup", create)
    assert scheduled(back_up.handle, "backup", NIGHT) == []
    assert len(taken(aws)) == 1
