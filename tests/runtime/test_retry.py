"""Tests of trying again, and of giving up for a while."""

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


def test_the_pause_doubles_up_to_a_limit():
    assert [backoff(attempt, chance=1.0) for attempt in range(3)] == [
        BASE_SECONDS,
        2 * BASE_SECONDS,
        4 * BASE_SECONDS,
    ]
    assert backoff(50, chance=1.0) == MAX_SECONDS


def test_two_who_wait_do_not_wait_alike():
    assert len({backoff(5) for _ in range(20)}) > 1
    assert all(0 <= backoff(5) <= MAX_SECONDS for _ in range(20))


def test_what_succeeds_in_the_end_succeeded():
    pauses = []
    assert with_retries(Failing(2), ConnectionError, attempts=3, pause=pauses.append) == 3
    assert len(pauses) == 2


def test_what_never_succeeds_raises_after_its_attempts():
    action = Failing(9)
    with pytest.raises(ConnectionError):
        with_retries(action, ConnectionError, attempts=3, pause=lambda _: None)
    assert action.calls == 3


def test_what_was_not_expected_is_not_tried_again():
    action = Failing(9)
    with pytest.raises(ConnectionError):
        with_retries(action, KeyError, attempts=3, pause=lambda _: None)
    assert action.calls == 1


def test_somebody_must_try_at_least_once():
    with pytest.raises(ValueError, match="attempts must be at least 1, got 0"):
        with_retries(Failing(0), KeyError, attempts=0)
