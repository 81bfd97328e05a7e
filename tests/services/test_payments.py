"""Tests of taking money once, and of giving it back once."""

from __future__ import annotations

import time

import pytest

from runtime.dynamodb.lifecycle import LifecycleTable
from runtime.in_progress import InProgress
from services.payments.app import get_payment, refund_payment, take_payment
from services.payments.app.simulated_processor import SimulatedProcessor
from services.payments.app.store import payments
from tests.fakes.invocations import CONTEXT, called, http_event, published_events
from tests.services.payments_helpers import refund, take
from tests.services.sample_messages import (
    ID,
    number,
    payment_requested,
    refund_requested,
    reserved,
    unserved,
)

PAID = {
    "orderId": ID,
    "userId": "ann",
    "units": 1,
    "totalCents": 1500,
    "shipTo": "GB",
    "mode": "choreography",
}


class Counting:
    """The simulated processor, with its work counted; it fails ``failures`` times first."""

    def __init__(self, failures=0):
        self.charged, self.refunded, self.failures = [], [], failures

    def charge(self, key, cents, method):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("processor is away")
        self.charged.append((key, cents))
        return SimulatedProcessor().charge(key, cents, method)

    def refund(self, key, charge_id):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("processor is away")
        self.refunded.append((key, charge_id))


@pytest.fixture(autouse=True)
def processor(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(take_payment, "processor", counting)
    monkeypatch.setattr(refund_payment, "processor", counting)
    return counting


def charge_of(order_id=ID):
    return payments.find(order_id).charge_id


def test_a_reserved_order_is_paid(aws, processor):
    assert take(reserved()) == []
    assert processor.charged == [(ID, 1500)]
    assert published_events(aws) == [("PaymentCompleted", PAID)]


def test_what_the_saga_asks_for_is_answered_as_the_saga_s(aws, processor):
    assert take(payment_requested(), payment_requested()) == []
    assert processor.charged == [(ID, 1500)]
    assert published_events(aws) == [("PaymentCompleted", {**PAID, "mode": "saga"})] * 2


def test_money_is_taken_once_however_often_the_message_comes(aws, processor):
    assert take(reserved(), reserved()) == []
    assert take(reserved()) == []
    assert processor.charged == [(ID, 1500)]
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted"] * 3


def test_money_is_not_taken_again_when_only_the_publishing_failed(aws, processor):
    aws.events.failures = 3
    assert take(reserved()) == ["m0"]
    assert take(reserved()) == []
    assert len(processor.charged) == 1
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted"]


def test_money_is_not_taken_again_when_only_the_row_was_not_written(aws, processor, monkeypatch):
    def away(*given, **more):
        raise ConnectionError("the table is away")

    with monkeypatch.context() as patched:
        patched.setattr(LifecycleTable, "transition", away)
        assert take(reserved()) == ["m0"]
    assert take(reserved()) == []
    assert len(processor.charged) == 1
    assert len(aws.dynamodb.rows("payments")) == 1


def test_a_processor_that_is_away_is_asked_again_later(aws, processor):
    processor.failures = 1
    assert take(reserved()) == ["m0"]
    assert published_events(aws) == []
    assert take(reserved()) == []
    assert processor.charged == [(ID, 1500)]


def test_while_another_copy_takes_the_money_this_one_waits(aws, processor):
    def meanwhile(key, cents, method):
        with pytest.raises(InProgress):
            take_payment._charged(payments.find(ID), CONTEXT)
        return SimulatedProcessor().charge(key, cents, method)

    processor.charge = meanwhile
    assert take(reserved()) == []
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted"]


def test_an_order_whose_row_is_lost_is_not_charged_again_at_another_price(aws, processor):
    take(reserved())
    aws.dynamodb.delete_item(TableName="payments", Key={"orderId": {"S": ID}})
    assert take(reserved(cents=9900)) == ["m0"]
    assert processor.charged == [(ID, 1500)]


def test_a_declined_card_is_refused_and_stays_so(aws):
    assert take(reserved(method="card-declined"), reserved(method="card-declined")) == []
    refusal = {
        "orderId": ID,
        "totalCents": 1500,
        "reason": "the card was declined",
        "mode": "choreography",
    }
    assert published_events(aws) == [("PaymentFailed", refusal)] * 2


def test_an_order_of_nothing_is_paid_without_asking_the_processor(aws, processor):
    assert take(reserved(cents=0)) == []
    assert processor.charged == []
    assert published_events(aws) == [("PaymentCompleted", {**PAID, "totalCents": 0})]


def test_an_order_at_the_limit_is_paid_and_one_above_is_not(aws, processor):
    limit = take_payment.PAYMENT_LIMIT_CENTS
    take(reserved(number(1), cents=limit), reserved(number(2), cents=limit + 1))
    assert processor.charged == [(number(1), limit)]
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted", "PaymentFailed"]
    assert "above the limit of 10000000" in published_events(aws)[1][1]["reason"]


def test_an_idempotency_record_expires_only_after_its_message_would(aws):
    before = int(time.time())
    take(reserved())
    [claim] = aws.dynamodb.rows("idempotency")
    assert claim["pk"]["S"].startswith("payment#")
    # No queue keeps a message for longer than fourteen days.
    assert before <= int(claim["ttl"]["N"]) - 14 * 24 * 3600 <= time.time()


def read(user, *groups, order=ID):
    event = http_event(user=user, groups=groups, path={"orderId": order})
    return called(get_payment.handle, event)


def test_a_payment_is_shown_to_its_user_and_to_agents_only(aws):
    take(reserved())
    status, body = read("ann")
    assert (status, body["status"], body["totalCents"]) == (200, "COMPLETED", 1500)
    assert not {"mode", "token"} & body.keys()
    assert read("agent", "agents")[0] == 200
    assert read("bob")[0] == 404
    assert read("ann", order="none")[0] == 404
    assert read(None)[0] == 401


def test_an_order_that_is_not_shipped_gets_its_money_back_once(aws, processor):
    take(reserved())
    charge_id = charge_of()
    assert refund(unserved(), unserved()) == []
    assert refund(unserved()) == []
    assert processor.refunded == [(ID, charge_id)]
    back = {"orderId": ID, "totalCents": 1500, "mode": "choreography"}
    assert published_events(aws)[1:] == [("PaymentRefunded", back)] * 3
    assert read("ann")[1]["status"] == "REFUNDED"


def test_the_saga_s_refund_is_answered_as_the_saga_s(aws):
    take(payment_requested())
    assert refund(refund_requested()) == []
    back = {"orderId": ID, "totalCents": 1500, "mode": "saga"}
    assert published_events(aws)[1:] == [("PaymentRefunded", back)]


def test_a_refund_that_was_not_published_is_published_when_the_message_returns(aws, processor):
    take(reserved())
    aws.events.failures = 3
    assert refund(unserved()) == ["m0"]
    assert refund(unserved()) == []
    assert len(processor.refunded) == 1
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted", "PaymentRefunded"]


def test_a_processor_that_is_away_is_asked_for_the_refund_again(aws, processor):
    take(reserved())
    processor.failures = 1
    assert refund(unserved()) == ["m0"]
    assert refund(unserved()) == []
    assert len(processor.refunded) == 1


def test_a_refused_payment_has_nothing_to_give_back_and_stays_refused(aws, processor):
    take(reserved(method="card-declined"))
    assert refund(unserved()) == []
    assert processor.refunded == []
    take(reserved(method="card-declined"))
    names = [(name, data["totalCents"]) for name, data in published_events(aws)]
    assert names == [("PaymentFailed", 1500), ("PaymentRefunded", 0), ("PaymentFailed", 1500)]


def test_an_order_of_nothing_is_given_back_without_asking_the_processor(aws, processor):
    take(reserved(cents=0))
    assert refund(unserved()) == []
    assert processor.refunded == []
    assert [(name, data["totalCents"]) for name, data in published_events(aws)][1:] == [
        ("PaymentRefunded", 0)
    ]
    assert payments.find(ID).status == "REFUNDED"


def test_a_refund_that_comes_first_keeps_money_from_being_taken(aws, processor):
    assert refund(refund_requested()) == []
    assert take(payment_requested(), payment_requested()) == []
    assert processor.charged == []
    back = {"orderId": ID, "totalCents": 0, "mode": "saga"}
    assert published_events(aws) == [("PaymentRefunded", back)]
    assert read("ann")[0] == 404
    assert read("agent", "agents")[1]["status"] == "VOID"


def test_money_that_is_being_taken_while_it_is_called_off_is_given_back(aws, processor):
    def meanwhile(key, cents, method):
        assert refund(refund_requested()) == []
        return Counting.charge(processor, key, cents, method)

    processor.charge = meanwhile
    assert take(payment_requested()) == []
    assert processor.charged == [(ID, 1500)]
    assert processor.refunded == [(ID, charge_of())]
    assert [name for name, _ in published_events(aws)] == ["PaymentRefunded"]
    assert payments.find(ID).status == "REFUNDED"


def test_a_copy_that_died_after_it_charged_what_was_called_off_gives_it_back_later(aws, processor):
    def dies(key, cents, method):
        refund(refund_requested())
        Counting.charge(processor, key, cents, method)
        raise ConnectionError("the answer never came")

    processor.charge = dies
    assert take(payment_requested()) == ["m0"]
    del processor.charge
    assert take(payment_requested()) == []
    assert processor.refunded == [(ID, charge_of())]


def test_a_paid_order_is_silent_once_it_is_given_back(aws):
    take(reserved())
    refund(unserved())
    assert take(reserved()) == []
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted", "PaymentRefunded"]
