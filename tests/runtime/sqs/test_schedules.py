"""Tests of jobs that a schedule starts, and of the daily backup."""

from __future__ import annotations

import pytest

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
    assert aws.sqs.visibility_timeouts["handle-m0"] > 0
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
    assert (line["outcome"], line["job"], line["scheduled_at"]) == ("succeeded", "report", NOON)
