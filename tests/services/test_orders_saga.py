"""Tests of the functions that a saga of an order is made of."""

from __future__ import annotations

import time
from typing import get_args

import pytest

from contracts.codec import encode
from runtime.clients.event_bus import PublishFailed
from runtime.dynamodb.attributes import deserialize_item
from services.orders.app import cancel_order, request_step, resume_saga, step_tokens, store
from services.orders.app.saga_steps import (
    ANSWERS,
    COMMANDS,
    COMPENSATED,
    COMPLETED,
    FAILED,
    PAY,
    RESERVE,
    SHIP,
    Answer,
)
from tests.fakes.invocations import CONTEXT, bus_body, delivered
from tests.services.sample_messages import (
    ID,
    paid,
    placed,
    recalled,
    refunded,
    refused,
    released,
    reserved,
    row,
    shipped,
    short,
    unserved,
)

ORDER = encode(placed(mode="saga"))


@pytest.fixture(autouse=True)
def order(aws):
    store.orders.insert(row(placed(mode="saga"), saga="run-1"))


def ask(step, token="t-1"):
    work = {"step": step, "order": ORDER, "correlationId": "talk-7", "token": token}
    return request_step.handle(work, CONTEXT)


def wait(aws, step, token="t-1"):
    """A saga that has asked for a step and waits."""
    ask(step, token)
    aws.stepfunctions.waiting.add(token)


def answer(*events):
    return delivered(resume_saga.handle, *[bus_body(event) for event in events])


def cancel(error="States.Timeout", cause="", **state):
    given = {"Error": error, "Cause": cause}
    work = {"order": ORDER, "correlationId": "talk-7", "error": given, **state}
    return cancel_order.handle(work, CONTEXT)


def now_is(aws):
    [item] = aws.dynamodb.rows("orders")
    return deserialize_item(item)


def test_every_answer_ends_the_step_whose_command_asks_for_it():
    assert {answer.__name__: step for answer, step in ANSWERS.items()} == {
        "InventoryReserved": "ReserveInventory",
        "InventoryFailed": "ReserveInventory",
        "InventoryReleased": "ReleaseInventory",
        "PaymentCompleted": "ProcessPayment",
        "PaymentFailed": "ProcessPayment",
        "PaymentRefunded": "RefundPayment",
        "ShipmentBooked": "ShipOrder",
        "ShipmentFailed": "ShipOrder",
        "ShipmentCancelled": "CancelShipment",
    }


def test_the_answers_are_those_that_are_typed_as_such():
    assert set(ANSWERS) == set(get_args(Answer)) == {*COMPLETED, *FAILED, *COMPENSATED}
    assert set(COMMANDS) == set(ANSWERS.values())


@pytest.mark.parametrize("step", COMMANDS)
def test_a_step_is_asked_for_in_the_conversation_of_its_order(aws, step):
    assert ask(step) == {}
    [published] = aws.events.published()
    assert (published["source"], published["detail-type"]) == ("orders", COMMANDS[step].__name__)
    assert published["detail"]["data"]["orderId"] == ID
    assert published["detail"]["metadata"]["correlationId"] == "talk-7"
    assert step_tokens.token_of(ID, step) == "t-1"


def test_a_request_says_what_its_service_needs(aws):
    ask(RESERVE)
    [published] = aws.events.published()
    kept = {name: value for name, value in ORDER.items() if name in published["detail"]["data"]}
    assert published["detail"]["data"] == kept
    assert kept["lines"] == [{"itemId": "disc", "quantity": 1, "unitCents": 1500}]


def test_the_token_is_there_before_the_request_is_out(aws):
    aws.events.failures = 3
    with pytest.raises(PublishFailed):
        ask(PAY)
    assert aws.events.published() == []
    assert step_tokens.token_of(ID, PAY) == "t-1"


def test_a_step_that_is_tried_again_has_the_later_token(aws):
    ask(PAY, "t-1")
    ask(PAY, "t-2")
    assert step_tokens.token_of(ID, PAY) == "t-2"


def test_a_token_is_kept_for_thirty_days_and_not_for_ever(aws):
    before = int(time.time())
    ask(PAY)
    [item] = aws.dynamodb.rows("steps")
    assert before <= int(item["ttl"]["N"]) - 30 * 24 * 3600 <= time.time()


@pytest.mark.parametrize("event", [reserved, paid, shipped, released, refunded, recalled])
def test_what_was_done_lets_the_saga_go_on(aws, event):
    given = event(mode="saga")
    wait(aws, ANSWERS[type(given)])
    assert answer(given) == []
    assert aws.stepfunctions.settled == {"t-1": {"answer": type(given).__name__}}


@pytest.mark.parametrize("event", [short, refused, unserved])
def test_a_refusal_fails_the_step_in_the_words_of_its_service(aws, event):
    given = event(mode="saga")
    wait(aws, ANSWERS[type(given)])
    assert answer(given) == []
    assert aws.stepfunctions.settled == {"t-1": (type(given).__name__, given.reason)}


def test_answers_leave_moments_and_how_the_order_ends_is_left_to_the_saga(aws):
    for step, event, status in (
        (RESERVE, reserved, "RESERVED"),
        (PAY, paid, "PAID"),
        (SHIP, shipped, "PAID"),
    ):
        wait(aws, step, step)
        assert answer(event(mode="saga")) == []
        assert now_is(aws)["status"] == status
    assert set(now_is(aws)["timeline"]) == {"placed", "reserved", "paid", "shipped"}


def test_a_refusal_leaves_the_order_to_its_saga(aws):
    wait(aws, RESERVE)
    before = now_is(aws)
    answer(short(mode="saga"))
    assert now_is(aws) == before


def test_an_answer_that_comes_twice_or_late_changes_nothing(aws):
    wait(aws, RESERVE)
    assert answer(reserved(mode="saga"), reserved(mode="saga")) == []
    assert answer(short(mode="saga")) == []
    assert aws.stepfunctions.settled == {"t-1": {"answer": "InventoryReserved"}}


def test_a_late_answer_does_not_reopen_an_order(aws):
    wait(aws, RESERVE)
    cancel()
    assert answer(reserved(mode="saga")) == []
    assert now_is(aws)["status"] == "CANCELLED"


def test_an_answer_that_no_saga_has_asked_for_comes_back(aws):
    assert answer(paid(mode="saga")) == ["m0"]


def test_unless_its_order_has_ended(aws):
    cancel()
    assert answer(paid(mode="saga")) == []


def test_a_workflow_service_that_does_not_answer_brings_the_message_back(aws, monkeypatch):
    wait(aws, RESERVE)

    def broken(**call):
        raise ConnectionError("no answer")

    monkeypatch.setattr(aws.stepfunctions, "send_task_success", broken)
    assert answer(reserved(mode="saga")) == ["m0"]


def test_an_undone_order_is_cancelled_and_says_why(aws):
    assert cancel("PaymentFailed", "the card was declined", results={RESERVE: {}}) == {}
    found = now_is(aws)
    assert (found["status"], found["reason"]) == ("CANCELLED", "the card was declined")
    assert set(found["timeline"]) == {"placed", "cancelled"}


@pytest.mark.parametrize(
    ("error", "results", "reason"),
    [
        ("States.Timeout", {}, "inventory did not answer in time"),
        ("States.Timeout", {RESERVE: {}}, "payments did not answer in time"),
        ("States.Timeout", {RESERVE: {}, PAY: {}}, "shipping did not answer in time"),
        ("PublishFailed", {RESERVE: {}}, "payments could not be asked"),
        ("States.Timeout", {RESERVE: {}, PAY: {}, SHIP: {}}, "the order could not be confirmed"),
    ],
)
def test_the_reason_names_the_service_that_did_not_answer(aws, error, results, reason):
    cancel(error, results=results)
    assert now_is(aws)["reason"] == reason


def test_an_order_is_cancelled_once(aws):
    cancel("InventoryFailed", "too little of disc")
    before = now_is(aws)
    cancel("InventoryFailed", "too little of disc")
    assert now_is(aws) == before


def test_a_failed_compensation_is_logged(aws, log):
    left = {"RefundPayment": {"Error": "States.Timeout", "Cause": ""}}
    cancel("ShipmentFailed", "no", notUndone=left)
    [line] = [line for line in log() if line["message"] == "compensations failed"]
    assert (line["order_id"], line["compensations"]) == (ID, ["RefundPayment"])
    assert now_is(aws)["status"] == "CANCELLED"


def test_an_order_that_is_confirmed_is_not_cancelled(aws):
    store.orders.table.update({"orderId": ID}, "SET #status = :status", {"status": "CONFIRMED"})
    with pytest.raises(cancel_order.AlreadyConfirmed, match=ID):
        cancel()
    assert now_is(aws)["status"] == "CONFIRMED"
