"""Tests of idempotency."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from runtime.dynamodb.idempotency import RECORD_SECONDS, PayloadMismatch, run_once
from runtime.in_progress import InProgress
from tests.fakes.invocations import CONTEXT


class Charge:
    """Counts how often it was called."""

    def __init__(self, *failures):
        self.calls, self.failures = 0, list(failures)

    def __call__(self):
        self.calls += 1
        if self.failures:
            raise self.failures.pop()
        return {"charge": self.calls}


def do(action, *, kind="payment", key="order-1", context=CONTEXT, payload=None):
    return run_once(kind, key, action, context, payload)


def row(aws):
    [record] = aws.dynamodb.rows("idempotency")
    return record


def test_a_second_call_returns_the_stored_result(aws):
    charge = Charge()
    assert do(charge) == do(charge) == {"charge": 1}
    assert charge.calls == 1


def test_other_keys_and_other_kinds_are_other_records(aws):
    charge = Charge()
    do(charge)
    do(charge, key="order-2")
    do(charge, kind="refund")
    assert charge.calls == 3


def test_the_record_is_written_before_the_action_runs(aws):
    records = []

    def action():
        records.append(dict(row(aws)))
        return {}

    do(action)
    [record] = records
    assert record["status"] == {"S": "INPROGRESS"}
    assert row(aws)["status"] == {"S": "COMPLETED"}


def test_a_concurrent_invocation_raises_and_does_not_run_the_action(aws):
    inner = Charge()

    def slow():
        with pytest.raises(InProgress):
            do(inner)
        return {"charge": 0}

    assert do(slow) == {"charge": 0}
    assert do(inner) == {"charge": 0}
    assert inner.calls == 0


def test_a_failure_deletes_the_record(aws):
    charge = Charge(ConnectionError("away"))
    with pytest.raises(ConnectionError):
        do(charge)
    assert aws.dynamodb.rows("idempotency") == []
    assert do(charge) == {"charge": 2}


def test_the_record_of_an_invocation_that_timed_out_is_replaced(aws):
    class Killed(BaseException):
        """Ends a function without running its exception handlers."""

    brief = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
    charge = Charge(Killed())
    with pytest.raises(Killed):
        do(charge, context=brief)
    with pytest.raises(InProgress):
        do(charge)
    late = str(int(time.time() * 1000) - 1)
    row(aws)["in_progress_expiration"] = {"N": late}
    assert do(charge) == {"charge": 2}


def test_an_expired_record_that_is_not_deleted_yet_is_ignored(aws):
    charge = Charge()
    do(charge)
    row(aws)["ttl"] = {"N": str(int(time.time()) - 1)}
    assert do(charge) == {"charge": 2}


def test_a_record_expires_no_earlier_than_its_message(aws):
    do(Charge())
    left = int(row(aws)["ttl"]["N"]) - time.time()
    assert RECORD_SECONDS - 60 < left <= RECORD_SECONDS


def test_payloads_are_compared_without_regard_to_the_order_of_keys(aws):
    charge = Charge()
    do(charge, payload={"a": 1, "b": 2})
    assert do(charge, payload={"b": 2, "a": 1}) == {"charge": 1}


def test_another_payload_under_the_same_key_is_refused(aws):
    charge = Charge()
    do(charge, payload={"cents": 100})
    with pytest.raises(PayloadMismatch, match="payment order-1 was used before"):
        do(charge, payload={"cents": 200})
    assert charge.calls == 1


def test_a_call_without_a_payload_does_not_switch_off_the_check_of_payloads(aws):
    charge = Charge()
    do(charge, key="order-2")
    do(charge, key="order-1", payload={"cents": 100})
    with pytest.raises(PayloadMismatch):
        do(charge, key="order-1", payload={"cents": 200})
    assert do(charge, key="order-2") == {"charge": 1}


def test_a_call_without_a_payload_returns_the_result_of_any_payload(aws):
    charge = Charge()
    do(charge, payload={"cents": 100})
    assert do(charge) == {"charge": 1}
