"""Tests of taking money once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
)

from services.payments.app import get_payment, store, take_payment
from services.payments.app.processor import SimulatedProcessor
from tests.fakes.invocations import CONTEXT, bus_body, called, delivered, http_event
from tests.services.orders_of import ID, number, reserved


class Counting:
    """The simulated processor, with its charges counted; it fails ``failures`` times first."""

    def __init__(self, failures=0):
        self.charged, self.failures = [], failures

    def charge(self, key, cents, method):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("processor is away")
        self.charged.append((key, cents))
        return SimulatedProcessor().charge(key, cents, method)


@pytest.fixture(autouse=True)
def processor(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(take_payment, "processor", counting)
    return counting


def take(*events):
    return delivered(take_payment.handle, *[bus_body(event) for event in events])


def announced(aws):
    return [(event["detail-type"], event["detail"]["data"]) for event in aws.events.told()]


def test_a_reserved_order_is_paid(aws, processor):
    assert take(reserved()) == []
    assert processor.charged == [(ID, 1500)]
    assert announced(aws) == [("PaymentCompleted", {"orderId": ID, "totalCents": 1500})]


def test_money_is_taken_once_however_often_the_message_comes(aws, processor):
    assert take(reserved(), reserved()) == []
    assert take(reserved()) == []
    assert processor.charged == [(ID, 1500)]
    assert [name for name, _ in announced(aws)] == ["PaymentCompleted"] * 3


def test_money_is_not_taken_again_when_only_the_announcement_failed(aws, processor):
    aws.events.refusals = 3
    assert take(reserved()) == ["m0"]
    assert take(reserved()) == []
    assert len(processor.charged) == 1
    assert [name for name, _ in announced(aws)] == ["PaymentCompleted"]


def test_money_is_not_taken_again_when_only_the_row_was_not_written(aws, processor, monkeypatch):
    def away(payment):
        raise ConnectionError("the table is away")

    with monkeypatch.context() as patched:
        patched.setattr(store, "record", away)
        assert take(reserved()) == ["m0"]
    assert take(reserved()) == []
    assert len(processor.charged) == 1
    assert len(aws.dynamodb.rows("payments")) == 1


def test_of_two_outcomes_the_first_one_written_stands(aws):
    first = {"orderId": ID, "status": "COMPLETED"}
    assert store.record(first) == first
    assert store.record({"orderId": ID, "status": "FAILED"}) == first


def test_a_processor_that_is_away_is_asked_again_later(aws, processor):
    processor.failures = 1
    assert take(reserved()) == ["m0"]
    assert announced(aws) == []
    assert take(reserved()) == []
    assert processor.charged == [(ID, 1500)]


def test_while_another_copy_takes_the_money_this_one_waits(aws, processor):
    def meanwhile(key, cents, method):
        with pytest.raises(IdempotencyAlreadyInProgressError):
            take_payment._taken(reserved(), SimpleNamespace(context=CONTEXT))
        return SimulatedProcessor().charge(key, cents, method)

    processor.charge = meanwhile
    assert take(reserved()) == []
    assert [name for name, _ in announced(aws)] == ["PaymentCompleted"]


def test_a_declined_card_is_refused_and_stays_so(aws):
    assert take(reserved(method="card-declined"), reserved(method="card-declined")) == []
    refusal = {"orderId": ID, "totalCents": 1500, "reason": "the card was declined"}
    assert announced(aws) == [("PaymentFailed", refusal)] * 2


def test_an_order_of_nothing_is_paid_without_asking_the_processor(aws, processor):
    assert take(reserved(cents=0)) == []
    assert processor.charged == []
    assert announced(aws) == [("PaymentCompleted", {"orderId": ID, "totalCents": 0})]


def test_an_order_at_the_limit_is_paid_and_one_above_is_not(aws, processor):
    limit = take_payment.PAYMENT_LIMIT_CENTS
    take(reserved(number(1), cents=limit), reserved(number(2), cents=limit + 1))
    assert processor.charged == [(number(1), limit)]
    assert [name for name, _ in announced(aws)] == ["PaymentCompleted", "PaymentFailed"]
    assert "above the limit of 10000000" in announced(aws)[1][1]["reason"]


def test_a_claim_is_forgotten_only_after_its_message_would_be(aws):
    take(reserved())
    [claim] = aws.dynamodb.rows("idempotency")
    assert claim["pk"]["S"].startswith("payment#")
    assert int(claim["ttl"]["N"]) > 13 * 24 * 3600


def read(user, *groups, order=ID):
    event = http_event(user=user, groups=groups, path={"orderId": order})
    return called(get_payment.handle, event)


def test_a_payment_is_shown_to_its_user_and_to_agents_only(aws):
    take(reserved())
    status, body = read("ann")
    assert (status, body["status"], body["totalCents"]) == (200, "COMPLETED", 1500)
    assert read("agent", "agents")[0] == 200
    assert read("bob")[0] == 404
    assert read("ann", order="none")[0] == 404
    assert read(None)[0] == 401
