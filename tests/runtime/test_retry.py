"""Tests of retries."""

from __future__ import annotations

import pytest

from runtime.retry import BASE_SECONDS, MAX_SECONDS, backoff, with_retries


class Failing:
    """Fails so many times, then returns how often it was called."""

    def __init__(self, times):
        self.times, self.calls = times, 0

    def __call__(self):
        self.calls += 1
        if self.calls <= self.times:
            raise ConnectionError("away")
        return self.calls


def test_the_delay_doubles_up_to_a_limit():
    assert [backoff(attempt, chance=1.0) for attempt in range(3)] == [
        BASE_SECONDS,
        2 * BASE_SECONDS,
        4 * BASE_SECONDS,
    ]
    assert backoff(50, chance=1.0) == MAX_SECONDS


def test_delays_have_jitter():
    assert len({backoff(5) for _ in range(20)}) > 1
    assert all(0 <= backoff(5) <= MAX_SECONDS for _ in range(20))


def test_an_action_is_retried_until_it_succeeds():
    pauses = []
    assert with_retries(Failing(2), ConnectionError, attempts=3, sleep=pauses.append) == 3
    assert len(pauses) == 2


def test_the_last_attempt_raises():
    action = Failing(9)
    with pytest.raises(ConnectionError):
        with_retries(action, ConnectionError, attempts=3, sleep=lambda _: None)
    assert action.calls == 3


def test_another_exception_is_not_retried():
    action = Failing(9)
    with pytest.raises(ConnectionError):
        with_retries(action, KeyError, attempts=3, sleep=lambda _: None)
    assert action.calls == 1


def test_there_is_at_least_one_attempt():
    with pytest.raises(ValueError, match="attempts must be at least 1, got 0"):
        with_retries(Failing(0), KeyError, attempts=0)
