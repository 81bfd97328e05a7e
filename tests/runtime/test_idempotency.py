"""Tests of doing once what must happen once."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
)

from runtime.idempotency import RECORD_SECONDS, PayloadMismatch, run_once
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
    [claim] = aws.dynamodb.rows("idempotency")
    return claim


def test_a_second_call_returns_what_the_first_returned_and_does_nothing(aws):
    charge = Charge()
    assert do(charge) == do(charge) == {"charge": 1}
    assert charge.calls == 1


def test_other_keys_and_other_kinds_are_other_things(aws):
    charge = Charge()
    do(charge)
    do(charge, key="order-2")
    do(charge, kind="refund")
    assert charge.calls == 3


def test_the_key_is_claimed_before_anything_happens(aws):
    claims = []

    def action():
        claims.append(dict(row(aws)))
        return {}

    do(action)
    [claim] = claims
    assert claim["status"] == {"S": "INPROGRESS"}
    assert row(aws)["status"] == {"S": "COMPLETED"}


def test_another_copy_meanwhile_is_sent_back_and_has_no_effect(aws):
    inner = Charge()

    def slow():
        with pytest.raises(IdempotencyAlreadyInProgressError):
            do(inner)
        return {"charge": 0}

    assert do(slow) == {"charge": 0}
    assert do(inner) == {"charge": 0}
    assert inner.calls == 0


def test_a_failure_gives_the_claim_back(aws):
    charge = Charge(ConnectionError("away"))
    with pytest.raises(ConnectionError):
        do(charge)
    assert aws.dynamodb.rows("idempotency") == []
    assert do(charge) == {"charge": 2}


def test_a_claim_whose_copy_ran_out_of_time_is_void(aws):
    class Killed(BaseException):
        """Ends a function without any of its code being told."""

    brief = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
    charge = Charge(Killed())
    with pytest.raises(Killed):
        do(charge, context=brief)
    with pytest.raises(IdempotencyAlreadyInProgressError):
        do(charge)
    late = str(int(time.time() * 1000) - 1)
    row(aws)["in_progress_expiration"] = {"N": late}
    assert do(charge) == {"charge": 2}


def test_what_was_done_long_ago_and_is_only_not_deleted_yet_counts_as_forgotten(aws):
    charge = Charge()
    do(charge)
    row(aws)["ttl"] = {"N": str(int(time.time()) - 1)}
    assert do(charge) == {"charge": 2}


def test_a_claim_is_kept_as_long_as_its_message_may_come(aws):
    do(Charge())
    left = int(row(aws)["ttl"]["N"]) - time.time()
    assert RECORD_SECONDS - 60 < left <= RECORD_SECONDS


def test_the_same_payload_is_the_same_request_in_whatever_order_it_is_written(aws):
    charge = Charge()
    do(charge, payload={"a": 1, "b": 2})
    assert do(charge, payload={"b": 2, "a": 1}) == {"charge": 1}


def test_another_payload_under_the_same_key_is_refused_by_name(aws):
    charge = Charge()
    do(charge, payload={"cents": 100})
    with pytest.raises(PayloadMismatch, match="payment order-1 was asked for before"):
        do(charge, payload={"cents": 200})
    assert charge.calls == 1


def test_asking_without_a_payload_first_does_not_disturb_who_asks_with_one(aws):
    charge = Charge()
    do(charge, key="order-2")
    do(charge, key="order-1", payload={"cents": 100})
    with pytest.raises(PayloadMismatch):
        do(charge, key="order-1", payload={"cents": 200})
    assert do(charge, key="order-2") == {"charge": 1}


def test_who_asks_without_a_payload_takes_what_was_done_with_any(aws):
    charge = Charge()
    do(charge, payload={"cents": 100})
    assert do(charge) == {"charge": 1}
