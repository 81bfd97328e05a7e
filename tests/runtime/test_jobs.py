"""Tests of jobs that a schedule starts, and of the daily backup."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from runtime.dynamodb.backups import create_daily_backup
from runtime.observability import current_correlation_id
from runtime.sqs.schedules import PLACEHOLDER, schedule_consumer
from tests.fakes.invocations import delivered, scheduled

NOON = "2026-11-21T12:00:00Z"


def counting(*failures):
    runs, left = [], list(failures)

    @schedule_consumer
    def handle(run):
        runs.append((run.name, run.scheduled_at, current_correlation_id()))
        if left:
            raise left.pop()

    return handle, runs


def test_a_run_knows_its_job_and_its_time(aws):
    handle, runs = counting()
    assert scheduled(handle, "report", NOON) == []
    assert runs == [("report", NOON, f"report-{NOON}")]


def test_a_run_that_is_told_twice_happens_once(aws):
    handle, runs = counting()
    assert scheduled(handle, "report", NOON) == scheduled(handle, "report", NOON) == []
    assert len(runs) == 1


def test_another_time_and_another_job_are_other_runs(aws):
    handle, runs = counting()
    scheduled(handle, "report", NOON)
    scheduled(handle, "report", "2026-11-22T12:00:00Z")
    scheduled(handle, "backup", NOON)
    assert len(runs) == 3


def test_a_run_that_failed_comes_back_later_and_is_tried_again(aws):
    handle, runs = counting(ConnectionError("away"))
    assert scheduled(handle, "report", NOON) == ["m0"]
    assert aws.sqs.visible_in["handle-m0"] > 0
    assert scheduled(handle, "report", NOON, receives=2) == []
    assert len(runs) == 2


def test_where_the_scheduler_names_no_time_it_is_when_the_message_was_sent(aws):
    handle, runs = counting()
    scheduled(handle, "report", PLACEHOLDER)
    scheduled(handle, "report", PLACEHOLDER, receives=2)
    assert [at for _, at, _ in runs] == [NOON]


@pytest.mark.parametrize("body", ["{", "{}", '{"job": "report"}'])
def test_what_is_no_run_is_left_in_the_queue(aws, body):
    handle, runs = counting()
    assert delivered(handle, body) == ["m0"]
    assert runs == []


def test_a_log_line_finds_the_run(aws, log):
    handle, _ = counting()
    scheduled(handle, "report", NOON)
    [line] = log()
    assert (line["message"], line["job"], line["scheduled_at"]) == ("done", "report", NOON)


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


def test_a_table_that_is_not_there_is_said_so(aws):
    with pytest.raises(ClientError, match="TableNotFoundException"):
        create_daily_backup("nothing", "2026-11-21")


def test_a_day_is_written_as_a_day(aws):
    with pytest.raises(ValueError, match="21"):
        create_daily_backup("orders", "21.11.2026")
