"""Tests of following an order to its end."""

from __future__ import annotations

import itertools

import pytest

from services.orders.app import advance_order, domain, store
from services.runtime.attributes import unmarshalled
from tests.fakes.invocations import bus_body, delivered
from tests.services.orders_of import ID, paid, placed, refused, reserved, short


@pytest.fixture(autouse=True)
def order(aws):
    event = placed()
    store.place(
        {
            "orderId": ID,
            "userId": "ann",
            "placedAt": event.placed_at,
            "orderedOn": "2026-11-21",
            "status": "PLACED",
            "lines": [{"itemId": "disc", "quantity": 1, "unitCents": 1500}],
            "units": 1,
            "totalCents": 1500,
            "paymentMethod": "card",
            "timeline": {"placed": event.placed_at},
            "fingerprint": "f",
        }
    )


def tell(*events):
    return delivered(advance_order.handle, *[bus_body(event) for event in events])


def row(aws):
    [item] = aws.dynamodb.rows("orders")
    return unmarshalled(item)


def announced(aws):
    return [event["detail-type"] for event in aws.events.told()]


def test_a_reserved_and_paid_order_is_confirmed(aws):
    assert tell(reserved()) == []
    assert row(aws)["status"] == "RESERVED"
    assert announced(aws) == []
    assert tell(paid()) == []
    assert row(aws)["status"] == "CONFIRMED"
    assert set(row(aws)["timeline"]) == {"placed", "reserved", "paid", "confirmed"}
    assert announced(aws) == ["OrderConfirmed"]


@pytest.mark.parametrize(
    ("event", "reason"),
    [(short(), "too little of disc"), (refused(), "the card was declined")],
    ids=["no goods", "no money"],
)
def test_an_order_without_goods_or_money_is_cancelled(aws, event, reason):
    assert tell(event) == []
    assert (row(aws)["status"], row(aws)["reason"]) == ("CANCELLED", reason)
    assert set(row(aws)["timeline"]) == {"placed", "cancelled"}
    [told] = aws.events.told()
    assert told["detail-type"] == "OrderCancelled"
    assert told["detail"]["data"]["reason"] == reason


@pytest.mark.parametrize(
    "order_of_events", list(itertools.permutations([reserved(), paid(), paid()]))
)
def test_a_paid_order_is_confirmed_in_whatever_order_it_hears(aws, order_of_events):
    for event in order_of_events:
        assert tell(event) == []
    assert row(aws)["status"] == "CONFIRMED"
    assert set(row(aws)["timeline"]) == {"placed", "reserved", "paid", "confirmed"}


@pytest.mark.parametrize("order_of_events", list(itertools.permutations([reserved(), refused()])))
def test_a_refused_order_is_cancelled_in_whatever_order_it_hears(aws, order_of_events):
    for event in order_of_events:
        assert tell(event) == []
    assert row(aws)["status"] == "CANCELLED"


def test_what_is_told_twice_changes_nothing(aws):
    tell(reserved(), paid())
    before = row(aws)
    tell(reserved(), paid())
    assert row(aws) == before


def test_an_end_that_could_not_be_announced_is_announced_when_the_message_returns(aws):
    aws.events.refusals = 3
    assert tell(paid()) == ["m0"]
    assert row(aws)["status"] == "CONFIRMED"
    assert announced(aws) == []
    assert tell(paid()) == []
    assert announced(aws) == ["OrderConfirmed"]


def test_what_contradicts_an_end_changes_nothing_and_announces_nothing(aws):
    tell(refused())
    assert tell(paid()) == []
    assert row(aws)["status"] == "CANCELLED"
    assert announced(aws) == ["OrderCancelled"]


def test_a_rival_who_was_faster_is_heeded(aws, monkeypatch):
    stale = store.find(ID)
    tell(reserved())
    found = iter([stale])
    monkeypatch.setattr(
        store, "find", lambda key: next(found, None) or store.orders.get({"orderId": key})
    )
    assert tell(paid()) == []
    assert row(aws)["status"] == "CONFIRMED"
    assert "reserved" in row(aws)["timeline"]


def test_a_decision_about_an_order_that_has_changed_since_is_not_written(aws):
    stale = store.find(ID)
    tell(refused())
    transition = domain.advance(stale, paid(), occurred_at="then", at="now")
    assert not store.apply(stale, transition)
    assert row(aws)["status"] == "CANCELLED"


def test_an_order_that_everybody_keeps_changing_is_left_for_later(aws, monkeypatch):
    monkeypatch.setattr(store, "apply", lambda order, transition: False)
    assert tell(paid()) == ["m0"]


def test_news_of_an_unknown_order_comes_back(aws):
    other = "00000000-0000-0000-0000-000000000009"
    assert tell(paid(), paid(other)) == ["m1"]


def test_a_malformed_message_fails_alone(aws):
    wrong = bus_body(paid())
    wrong["detail"]["data"]["totalCents"] = "1500"
    stranger = {**bus_body(paid()), "source": "elsewhere"}
    assert delivered(
        advance_order.handle, "{", wrong, bus_body(reserved()), stranger, "[]", "null"
    ) == ["m0", "m1", "m3", "m4", "m5"]
    assert row(aws)["status"] == "RESERVED"


def test_the_next_version_of_an_event_is_not_guessed_at(aws):
    newer = bus_body(paid())
    newer["detail"]["metadata"]["version"] = 2
    assert delivered(advance_order.handle, newer) == ["m0"]


def test_the_moment_of_a_reservation_is_when_it_happened(aws):
    body = bus_body(reserved())
    body["detail"]["metadata"]["occurredAt"] = "2026-11-21T10:00:01.000Z"
    delivered(advance_order.handle, body)
    assert row(aws)["timeline"]["reserved"] == "2026-11-21T10:00:01.000Z"


def test_what_follows_stays_in_the_same_conversation(aws):
    delivered(advance_order.handle, bus_body(paid(), correlation_id="talk-7"))
    [told] = aws.events.told()
    assert told["detail"]["metadata"]["correlationId"] == "talk-7"


def test_the_pure_decision_needs_no_table():
    order = {"status": domain.PLACED}
    transition = domain.advance(order, paid(), occurred_at="then", at="now")
    assert transition.moments == {"paid": "then", "confirmed": "now"}
    assert transition.status == domain.CONFIRMED
