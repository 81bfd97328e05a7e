"""Tests of following an order to its end."""

from __future__ import annotations

import itertools

import pytest

from runtime.dynamodb.attributes import deserialize_item
from runtime.dynamodb.lifecycle import LifecycleTable
from services.orders.app import advance_order, domain, store
from services.orders.app.progress import advance
from services.orders.app.transitions import TransitionConflict, apply_transition
from tests.fakes.invocations import bus_body, delivered
from tests.services.sample_messages import (
    ID,
    fulfilled,
    paid,
    placed,
    refused,
    reserved,
    row,
    shipped,
    short,
    unserved,
)

ALL = {"placed", "reserved", "paid", "shipped", "confirmed"}


@pytest.fixture(autouse=True)
def order(aws):
    store.orders.insert(row(placed()))


def consume(*events):
    return delivered(advance_order.handle, *[bus_body(event) for event in events])


def now_is(aws):
    [item] = aws.dynamodb.rows("orders")
    return deserialize_item(item)


def test_an_order_is_reserved_then_paid_then_shipped_and_so_confirmed(aws):
    for event, status in (
        (reserved(), "RESERVED"),
        (paid(), "PAID"),
        (shipped(), "CONFIRMED"),
    ):
        assert consume(event) == []
        assert now_is(aws)["status"] == status
    assert set(now_is(aws)["timeline"]) == ALL


def test_a_consumer_that_only_writes_publishes_nothing(aws):
    consume(reserved(), paid(), shipped())
    assert aws.events.published() == []


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (short(), "too little of disc"),
        (refused(), "the card was declined"),
        (unserved(), "the carrier does not serve AQ"),
    ],
    ids=["no goods", "no money", "no carrier"],
)
def test_an_order_without_goods_or_money_or_carrier_is_cancelled(aws, event, reason):
    assert consume(event) == []
    assert (now_is(aws)["status"], now_is(aws)["reason"]) == ("CANCELLED", reason)
    assert set(now_is(aws)["timeline"]) == {"placed", "cancelled"}


@pytest.mark.parametrize(
    "order_of_events", list(itertools.permutations([reserved(), paid(), shipped(), paid()]))
)
def test_a_shipped_order_is_confirmed_in_whatever_order_events_arrive(aws, order_of_events):
    for event in order_of_events:
        assert consume(event) == []
    assert now_is(aws)["status"] == "CONFIRMED"
    assert set(now_is(aws)["timeline"]) == ALL


@pytest.mark.parametrize(
    "order_of_events", list(itertools.permutations([reserved(), paid(), unserved()]))
)
def test_a_refused_order_is_cancelled_in_whatever_order_events_arrive(aws, order_of_events):
    for event in order_of_events:
        assert consume(event) == []
    assert now_is(aws)["status"] == "CANCELLED"


def test_events_that_are_delivered_twice_change_nothing(aws):
    consume(reserved(), paid(), shipped())
    before = now_is(aws)
    consume(reserved(), paid(), shipped())
    assert now_is(aws) == before


def test_what_contradicts_an_end_changes_nothing(aws, log):
    consume(unserved())
    before = now_is(aws)
    assert consume(shipped()) == []
    assert now_is(aws) == before
    assert [line["message"] for line in log()].count("event contradicts the order") == 1


def test_the_second_reason_to_cancel_is_not_taken(aws):
    consume(refused(), short())
    assert now_is(aws)["reason"] == "the card was declined"


def test_the_arrival_of_the_last_parcel_is_a_moment_of_a_confirmed_order(aws):
    consume(shipped(), fulfilled())
    assert now_is(aws)["status"] == "CONFIRMED"
    assert "fulfilled" in now_is(aws)["timeline"]


def test_an_order_may_be_fulfilled_before_its_shipment_is_known(aws):
    consume(fulfilled())
    assert now_is(aws)["status"] == "PLACED"
    consume(shipped())
    assert now_is(aws)["status"] == "CONFIRMED"


def test_a_rival_who_was_faster_is_heeded(aws, monkeypatch):
    stale = store.orders.find(ID)
    consume(reserved())
    found = iter([stale])
    find = LifecycleTable.find
    monkeypatch.setattr(
        LifecycleTable, "find", lambda table, key: next(found, None) or find(table, key)
    )
    assert consume(shipped()) == []
    assert now_is(aws)["status"] == "CONFIRMED"
    assert "reserved" in now_is(aws)["timeline"]


def test_a_decision_about_an_order_that_has_changed_since_is_not_written(aws):
    stale = store.orders.find(ID)
    consume(refused())
    transition = advance(stale, shipped(), occurred_at="then", at="now")
    assert not store.apply(stale, transition)
    assert now_is(aws)["status"] == "CANCELLED"


def test_an_order_that_everybody_keeps_changing_is_left_for_later(aws, monkeypatch):
    monkeypatch.setattr(store, "apply", lambda order, transition, **_: False)
    assert consume(shipped()) == ["m0"]
    with pytest.raises(TransitionConflict, match=f"{ID} changed in each of 5"):
        apply_transition(ID, lambda order: domain.Transition())


def test_news_of_an_unknown_order_comes_back(aws):
    other = "00000000-0000-0000-0000-000000000009"
    assert consume(paid(), paid(other)) == ["m1"]


def test_a_malformed_message_fails_alone(aws):
    wrong = bus_body(paid())
    wrong["detail"]["data"]["totalCents"] = "1500"
    stranger = {**bus_body(paid()), "source": "elsewhere"}
    assert delivered(
        advance_order.handle, "{", wrong, bus_body(reserved()), stranger, "[]", "null"
    ) == ["m0", "m1", "m3", "m4", "m5"]
    assert now_is(aws)["status"] == "RESERVED"


def test_the_next_version_of_an_event_is_not_guessed_at(aws):
    newer = bus_body(paid())
    newer["detail"]["metadata"]["version"] = 3
    assert delivered(advance_order.handle, newer) == ["m0"]


def test_the_moment_of_a_reservation_is_when_it_happened(aws):
    body = bus_body(reserved())
    body["detail"]["metadata"]["occurredAt"] = "2026-11-21T10:00:01.000Z"
    delivered(advance_order.handle, body)
    assert now_is(aws)["timeline"]["reserved"] == "2026-11-21T10:00:01.000Z"


def test_the_pure_decision_needs_no_table():
    order = row(placed(), status=domain.PAID)
    transition = advance(order, shipped(), occurred_at="then", at="now")
    assert transition.moments == {"shipped": "then", "confirmed": "now"}
    assert transition.status == domain.CONFIRMED
