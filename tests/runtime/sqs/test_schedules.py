"""Tests of the consumer of scheduled runs."""

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


def test_a_run_has_the_name_of_its_job_and_its_scheduled_time(aws):
    handle, runs = counting()
    assert scheduled(handle, "report", NOON) == []
    assert runs == [("report", NOON, f"report-{NOON}")]


def test_a_run_whose_message_is_received_twice_happens_once(aws):
    handle, runs = counting()
    assert scheduled(handle, "report", NOON) == scheduled(handle, "report", NOON) == []
    assert len(runs) == 1


def test_another_time_or_another_job_is_another_run(aws):
    handle, runs = counting()
    scheduled(handle, "report", NOON)
    scheduled(handle, "report", "2026-11-22T12:00:00Z")
    scheduled(handle, "backup", NOON)
    assert len(runs) == 3


def test_a_failed_run_gets_a_retry_delay_and_is_run_again(aws):
    handle, runs = counting(ConnectionError("away"))
    assert scheduled(handle, "report", NOON) == ["m0"]
    assert aws.sqs.visibility_timeouts["handle-m0"] > 0
    assert scheduled(handle, "report", NOON, receives=2) == []
    assert len(runs) == 2


def test_without_a_scheduled_time_it_is_when_the_message_was_sent(aws):
    handle, runs = counting()
    scheduled(handle, "report", PLACEHOLDER)
    scheduled(handle, "report", PLACEHOLDER, receives=2)
    assert [at for _, at, _ in runs] == [NOON]


@pytest.mark.parametrize("body", ["{", "{}", '{"job": "report"}'])
def test_a_message_that_is_no_scheduled_run_fails(aws, body):
    handle, runs = counting()
    assert delivered(handle, body) == ["m0"]
    assert runs == []


def test_the_log_names_the_run(aws, log):
    handle, _ = counting()
    scheduled(handle, "report", NOON)
    [line] = log()
    assert (line["outcome"], line["job"], line["scheduled_at"]) == ("succeeded", "report", NOON)
