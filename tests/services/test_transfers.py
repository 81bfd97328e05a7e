"""Tests of waiting for a bank transfer, which a person settles."""

from __future__ import annotations

import json

import pytest

from services.payments.app import (
    get_payment,
    record_transfer,
    request_transfer,
    store,
    take_payment,
)
from services.payments.app.domain import TransferSettled
from services.payments.app.store import payments
from tests.fakes.invocations import called, http_event, published_events, tasked
from tests.services.payments_helpers import refund, settle, take
from tests.services.sample_messages import ID, number, payment_requested, refund_requested, reserved


def wait(aws, token="token-1"):
    """The state machine hands out its token and waits."""
    aws.stepfunctions.waiting.add(token)
    return tasked(request_transfer.handle, orderId=ID, token=token)


def close():
    """What the state machine does when it waits no longer."""
    change = "SET #outcome = if_not_exists(#outcome, :expired)"
    payments.table.update({"orderId": ID}, change, {"expired": "expired"})


def record():
    return tasked(record_transfer.handle, orderId=ID)


def test_a_transfer_is_waited_for_once_and_nothing_is_said_of_it_yet(aws):
    assert take(reserved(method="transfer"), reserved(method="transfer")) == []
    assert list(aws.stepfunctions.started) == [ID]
    assert json.loads(aws.stepfunctions.started[ID]) == {
        "orderId": ID,
        "correlationId": "correlation-1",
    }
    assert published_events(aws) == []
    assert payments.find(ID).status == "TAKING"
    wait(aws)
    assert payments.find(ID).status == "PENDING"
    assert take(reserved(method="transfer")) == []
    assert payments.find(ID).status == "PENDING"


def test_a_transfer_that_was_waited_for_to_the_end_is_not_waited_for_again(aws):
    take(reserved(method="transfer"))
    aws.stepfunctions.ended.add(ID)
    assert take(reserved(method="transfer")) == []


def test_a_machine_that_cannot_be_started_leaves_the_message_in_the_queue(aws, monkeypatch):
    def away(**call):
        raise ConnectionError("no endpoint")

    with monkeypatch.context() as patched:
        patched.setattr(aws.stepfunctions, "start_execution", away)
        assert take(reserved(method="transfer")) == ["m0"]
    assert take(reserved(method="transfer")) == []
    assert list(aws.stepfunctions.started) == [ID]


def test_a_transfer_of_nothing_or_of_too_much_is_not_waited_for(aws):
    limit = take_payment.PAYMENT_LIMIT_CENTS
    take(
        reserved(number(1), cents=0, method="transfer"),
        reserved(number(2), cents=limit + 1, method="transfer"),
    )
    assert aws.stepfunctions.started == {}
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted", "PaymentFailed"]


@pytest.mark.parametrize("mode", ["choreography", "saga"])
def test_a_transfer_that_came_in_pays_the_order(aws, mode):
    take(reserved(method="transfer", mode=mode))
    wait(aws)
    assert settle("received") == (200, {"orderId": ID, "outcome": "received"})
    assert aws.stepfunctions.settled == {"token-1": {"outcome": "received"}}
    assert published_events(aws) == []
    assert record() == {"status": "COMPLETED"}
    [(name, data)] = published_events(aws)
    assert (name, data["totalCents"], data["mode"]) == ("PaymentCompleted", 1500, mode)


@pytest.mark.parametrize(
    ("end", "reason"),
    [(lambda: settle("refused"), "the bank refused the transfer"), (close, "no transfer came")],
)
def test_a_transfer_that_did_not_come_in_fails_the_payment(aws, end, reason):
    take(payment_requested(method="transfer"))
    wait(aws)
    end()
    assert record() == {"status": "FAILED"}
    [(name, data)] = published_events(aws)
    assert (name, data["mode"]) == ("PaymentFailed", "saga")
    assert reason in data["reason"]


def test_an_outcome_that_was_not_published_is_published_when_it_is_recorded_again(aws):
    take(reserved(method="transfer"))
    wait(aws)
    settle()
    aws.events.failures = 3
    with pytest.raises(Exception, match="PaymentCompleted"):
        record()
    assert record() == {"status": "COMPLETED"}
    assert [name for name, _ in published_events(aws)] == ["PaymentCompleted"]


def test_a_transfer_is_settled_once_however_often_it_is_said(aws):
    take(reserved(method="transfer"))
    wait(aws)
    assert settle("received") == settle("received")
    assert settle("refused")[0] == 409
    record()
    assert settle("received")[0] == 200
    assert settle("refused")[0] == 409
    assert payments.find(ID).status == "COMPLETED"


def test_a_transfer_cannot_be_settled_before_the_machine_waits(aws):
    take(reserved(method="transfer"))
    assert settle("received")[0] == 404
    wait(aws)
    assert settle("received")[0] == 200


def test_an_attempt_that_comes_after_the_outcome_is_known_says_so(aws):
    take(reserved(method="transfer"))
    wait(aws)
    settle("received")
    with pytest.raises(TransferSettled, match="received"):
        wait(aws, "token-2")


def test_a_transfer_that_could_not_be_waited_for_fails_the_payment(aws):
    take(reserved(method="transfer"))
    close()
    assert record() == {"status": "FAILED"}
    with pytest.raises(TransferSettled, match="expired"):
        wait(aws)
    assert payments.find(ID).status == "FAILED"


def test_an_attempt_that_comes_again_waits_by_its_new_token(aws):
    take(reserved(method="transfer"))
    wait(aws, "token-1")
    wait(aws, "token-2")
    settle()
    assert aws.stepfunctions.settled == {"token-2": {"outcome": "received"}}


def test_a_transfer_that_comes_too_late_is_refused(aws):
    take(reserved(method="transfer"))
    wait(aws)
    close()
    assert settle("received")[0] == 409
    assert record() == {"status": "FAILED"}
    status, body = settle("received")
    assert (status, body["message"]) == (409, f"the transfer of order {ID} is expired already")


def test_only_what_is_waited_for_can_be_settled_and_only_by_agents(aws):
    assert settle()[0] == 404
    take(reserved())
    assert settle()[0] == 404
    refund(refund_requested(number(2)))
    assert settle(order=number(2))[0] == 404
    take(reserved(number(3), method="transfer"))
    store.await_transfer(number(3), "token-3")
    assert settle(order=number(3), user="ann", groups=())[0] == 403
    assert settle(order=number(3), user=None)[0] == 401
    assert settle("maybe", order=number(3))[0] == 400
    assert payments.find(number(3)).outcome is None


def test_a_transfer_that_is_called_off_is_not_waited_for_any_longer(aws):
    take(payment_requested(method="transfer"))
    wait(aws)
    assert refund(refund_requested()) == []
    assert aws.stepfunctions.settled == {"token-1": {"outcome": "VOID"}}
    assert settle("received")[0] == 409
    close()
    assert record() == {"status": "VOID"}
    assert [(name, data["totalCents"]) for name, data in published_events(aws)] == [
        ("PaymentRefunded", 0)
    ]


def test_a_transfer_that_is_called_off_before_the_machine_waits_is_not_waited_for(aws):
    take(payment_requested(method="transfer"))
    refund(refund_requested())
    with pytest.raises(TransferSettled, match="VOID"):
        wait(aws)


def test_a_transfer_that_is_called_off_while_it_clears_is_given_back(aws):
    take(payment_requested(method="transfer"))
    wait(aws)
    settle("received")
    refund(refund_requested())
    assert record() == {"status": "REFUNDED"}
    assert payments.find(ID).charge_id == f"transfer-{ID}"
    names = [(name, data["totalCents"]) for name, data in published_events(aws)]
    assert names == [("PaymentRefunded", 1500)]


def test_a_transfer_that_was_taken_is_given_back_once(aws):
    take(payment_requested(method="transfer"))
    wait(aws)
    settle("received")
    record()
    assert refund(refund_requested(), refund_requested()) == []
    assert record() == {"status": "REFUNDED"}
    names = [(name, data["totalCents"]) for name, data in published_events(aws)]
    assert names == [
        ("PaymentCompleted", 1500),
        ("PaymentRefunded", 1500),
        ("PaymentRefunded", 1500),
    ]


def test_the_token_is_not_in_a_response(aws):
    take(reserved(method="transfer"))
    wait(aws)
    event = http_event(user="ann", path={"orderId": ID})
    status, body = called(get_payment.handle, event)
    assert (status, body["status"], body["method"]) == (200, "PENDING", "transfer")
    assert "token" not in body


def test_what_became_of_a_lost_payment_cannot_be_recorded(aws):
    with pytest.raises(LookupError, match="no payment of order"):
        record()
