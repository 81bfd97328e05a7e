"""Tests of visibility timeouts: the retry delays of failed messages."""

from __future__ import annotations

import pytest

from microservice.functions import MAX_RECEIVES
from runtime.sqs import visibility
from runtime.sqs.visibility import (
    MAX_DELAY_SECONDS,
    RETRY_SECONDS,
    change_visibility,
    retry_delay,
)
from settings import Settings


def test_retry_delays_grow_with_each_receive_up_to_a_maximum():
    longest = [retry_delay(receive_count, chance=1.0) for receive_count in range(1, 12)]
    assert longest[:5] == [RETRY_SECONDS * factor for factor in (1, 6, 36, 216)] + [3600]
    assert longest[-1] == retry_delay(10_000, chance=1.0) == MAX_DELAY_SECONDS == 3600


def test_jitter_takes_off_at_most_a_fifth_of_a_retry_delay():
    assert retry_delay(3, chance=0.0) == round(retry_delay(3, chance=1.0) * 0.8)
    found = {retry_delay(6) for _ in range(50)}
    assert len(found) > 1
    assert all(
        retry_delay(6, chance=0.0) <= seconds <= retry_delay(6, chance=1.0) for seconds in found
    )


def test_messages_get_their_visibility_timeouts(aws):
    change_visibility({"handle-1": 0, "handle-2": 90})
    assert aws.sqs.visibility_timeouts == {"handle-1": 0, "handle-2": 90}


def test_more_messages_than_one_call_takes_need_several_calls(aws):
    delays = {f"handle-{n}": n for n in range(25)}
    change_visibility(delays)
    assert aws.sqs.visibility_timeouts == delays


def test_an_error_of_the_call_is_logged_and_not_raised(aws, log):
    aws.sqs.is_unavailable = True
    change_visibility({"handle-1": 10, "handle-2": 20})
    [warning] = log()
    assert (warning["level"], warning["messages"]) == ("WARNING", 2)
    assert "does not respond" in warning["reason"]


def test_a_message_that_the_call_could_not_change_is_logged(aws, log):
    change_visibility({"handle-1": -1, "handle-2": 20})
    [warning] = log()
    assert (warning["messages"], warning["reason"]) == (1, "InvalidParameterValue")
    assert aws.sqs.visibility_timeouts == {"handle-2": 20}


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_the_attempts_of_a_message_span_half_an_hour_at_least(stage, monkeypatch):
    settings = Settings.of_stage(stage)
    monkeypatch.setattr(visibility, "RETRY_SECONDS", settings.retry_seconds)
    monkeypatch.setattr(visibility, "RETRY_FACTOR", settings.retry_factor)
    delays = [retry_delay(receive, chance=0.0) for receive in range(1, MAX_RECEIVES)]
    assert sum(delays) >= 30 * 60
    assert delays == sorted(delays)
