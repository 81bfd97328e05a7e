"""Tests of reading orders."""

from __future__ import annotations

import base64
import json

import pytest

from services.orders.app import get_order, list_orders, store
from tests.fakes.invocations import called, rest_event
from tests.services.sample_messages import placed, row


@pytest.fixture(autouse=True)
def orders(aws):
    """Three orders of ann, one of bob."""
    for place, user in enumerate(["ann", "ann", "ann", "bob"]):
        store.orders.insert(
            row(
                placed(f"order-{place}", mode="saga"),
                user_id=user,
                placed_at=f"2026-11-2{place}T10:00:00.000Z",
                fingerprint="secret",
                correlation_id="secret",
                saga="secret",
            )
        )


def read(order_id, user, *groups):
    event = rest_event(user=user, groups=groups, path={"orderId": order_id})
    return called(get_order.handle, event)


def listed(user, *groups, **query):
    return called(list_orders.handle, rest_event(user=user, groups=groups, query=query))


def test_a_user_sees_an_own_order():
    status, body = read("order-0", "ann")
    assert (status, body["orderId"]) == (200, "order-0")
    assert body["mode"] == "saga"
    assert "secret" not in body.values()


def test_an_agent_sees_any_order():
    assert read("order-3", "agent", "agents")[0] == 200


@pytest.mark.parametrize("order_id", ["order-3", "order-9"])
def test_the_order_of_another_looks_like_none(order_id):
    status, body = read(order_id, "ann")
    assert (status, body["message"]) == (404, f"there is no order {order_id}")


def test_a_list_has_the_latest_first_and_only_ones_own():
    status, body = listed("ann")
    assert status == 200
    assert [order["orderId"] for order in body["orders"]] == ["order-2", "order-1", "order-0"]
    assert all("secret" not in order.values() for order in body["orders"])
    assert body["nextToken"] is None


def test_a_list_goes_on_where_its_page_ended():
    _, first = listed("ann", limit="2")
    _, second = listed("ann", limit="2", nextToken=first["nextToken"])
    assert [order["orderId"] for order in second["orders"]] == ["order-0"]


def test_a_token_of_another_list_is_refused():
    _, first = listed("ann", limit="1")
    assert listed("bob", nextToken=first["nextToken"])[0] == 400


def test_an_agent_may_list_the_orders_of_another():
    assert len(listed("agent", "agents", userId="ann")[1]["orders"]) == 3
    assert listed("bob", userId="ann")[0] == 403


def test_a_list_without_a_token_is_refused():
    assert listed(None)[0] == 401


@pytest.mark.parametrize("user", ["", "u" * 129, "x" * 2_049, "a\0b", "\ud800"])
def test_a_customer_who_cannot_be_is_refused_with_the_limit(user):
    status, body = listed("agent", "agents", userId=user)
    assert (status, body["details"][0]["path"]) == (400, "userId")


@pytest.mark.parametrize(
    "change", [{"orderId": ""}, {"placedAt": "x" * 1_025}, {"orderId": "\ud800"}, {"more": "x"}]
)
def test_a_token_that_no_list_returned_is_refused(change):
    key = {"userId": "ann", "orderId": "order-1", "placedAt": "2026", **change}
    token = base64.urlsafe_b64encode(json.dumps(key).encode()).decode()
    status, body = listed("ann", nextToken=token)
    assert (status, body["details"][0]["limit"]) == (400, "one that this list returned")
