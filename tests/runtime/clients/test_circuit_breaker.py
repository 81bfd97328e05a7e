"""Tests of the circuit breaker."""

from __future__ import annotations

import pytest

from runtime.clients.circuit_breaker import CircuitBreaker
from runtime.http_errors import ServiceUnavailable
from tests.runtime.test_retry import Failing


def test_a_circuit_breaker_opens_and_closes_after_a_success():
    time, action = [0.0], Failing(3)
    breaker = CircuitBreaker("catalog", failures=2, recovery_seconds=10, clock=lambda: time[0])
    for _ in range(2):
        with pytest.raises(ConnectionError):
            breaker.call(action)
    with pytest.raises(ServiceUnavailable, match="catalog keeps failing"):
        breaker.call(action)
    assert action.calls == 2
    time[0] = 11.0
    with pytest.raises(ConnectionError):
        breaker.call(action)
    with pytest.raises(ServiceUnavailable):
        breaker.call(action)
    time[0] = 22.0
    assert breaker.call(action) == 4
    assert breaker.call(action) == 5


def test_a_success_between_failures_keeps_a_breaker_closed():
    breaker = CircuitBreaker("catalog", failures=2)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            breaker.call(Failing(1))
        assert breaker.call(Failing(0)) == 1


def test_a_circuit_breaker_lets_exactly_one_call_through():
    time, refused = [0.0], []
    breaker = CircuitBreaker("catalog", failures=1, recovery_seconds=10, clock=lambda: time[0])
    with pytest.raises(ConnectionError):
        breaker.call(Failing(1))
    time[0] = 11.0

    def probe():
        with pytest.raises(ServiceUnavailable):
            breaker.call(lambda: refused.append("a second one got through"))
        return "well again"

    assert breaker.call(probe) == "well again"
    assert refused == []
    assert breaker.call(lambda: "as ever") == "as ever"
