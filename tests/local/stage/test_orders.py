from __future__ import annotations

import uuid
from functools import partial

import pytest

from cli.shop.client import HttpError, Shop
from cli.shop.sign_in import PASSWORD
from tests.flows.shopping import available, ordered, settled, stocked, until


@pytest.fixture(scope="module")
def customer(shop: Shop) -> str:
    return shop.sign_in("customer")


def error_of(call, *arguments, **more) -> HttpError:
    with pytest.raises(HttpError) as caught:
        call(*arguments, **more)
    return caught.value


def test_an_order_is_reserved_paid_and_confirmed_and_its_steps_are_timed(shop, agent, customer):
    item = stocked(shop, agent, 5, cents=1999)
    order = ordered(shop, customer, item, 2)
    assert order["status"] == "CONFIRMED"
    assert order["totalCents"] == 3998
    # A booked shipment confirms the order, also if the event of its payment arrives afterwards.
    path, times = f"/orders/{order['orderId']}", {"reserved", "paid", "shipped", "confirmed"}
    timeline = until(
        lambda: shop.request("GET", "orders", path, customer)["timeline"],
        lambda found: set(found) == {"placed", *times},
    )
    assert min(timeline, key=timeline.get) == "placed"
    assert available(shop, item) == 3


def test_the_customer_is_notified_once(shop, agent):
    token = shop.sign_in("one-order")
    order = ordered(shop, token, stocked(shop, agent, 1), 1)
    notices = until(
        lambda: shop.request("GET", "notifications", "/notices", token)["notices"], lambda n: n
    )
    assert [notice["orderId"] for notice in notices] == [order["orderId"]]


def test_the_same_key_and_body_is_the_same_order(shop, agent, customer):
    item, key = stocked(shop, agent, 5), str(uuid.uuid4())
    body = {"lines": [{"itemId": item, "quantity": 1}]}
    first = shop.request("POST", "orders", "/orders", customer, body, Idempotency_Key=key)
    again = shop.request("POST", "orders", "/orders", customer, body, Idempotency_Key=key)
    assert again["orderId"] == first["orderId"]
    assert settled(shop, customer, first["orderId"])["status"] == "CONFIRMED"
    assert available(shop, item) == 4


def test_the_same_key_with_another_body_is_refused(shop, agent, customer):
    item, key = stocked(shop, agent, 5), str(uuid.uuid4())
    ask = ("POST", "orders", "/orders", customer)
    shop.request(*ask, {"lines": [{"itemId": item, "quantity": 1}]}, Idempotency_Key=key)
    other = {"lines": [{"itemId": item, "quantity": 2}]}
    assert error_of(shop.request, *ask, other, Idempotency_Key=key).status == 422


def test_more_than_there_is_cancels_the_order_and_leaves_the_stock(shop, agent, customer):
    item = stocked(shop, agent, 2)
    order = ordered(shop, customer, item, 3)
    assert order["status"] == "CANCELLED"
    assert item in order["reason"]
    assert available(shop, item) == 2


def test_a_refused_payment_cancels_the_order_and_releases_the_stock(shop, agent, customer):
    item = stocked(shop, agent, 2)
    order = ordered(shop, customer, item, 1, paymentMethod="card-declined")
    assert order["status"] == "CANCELLED"
    assert "declined" in order["reason"]
    assert until(lambda: available(shop, item), lambda n: n == 2) == 2


def test_an_order_of_nothing_but_gifts_is_confirmed(shop, agent, customer):
    order = ordered(shop, customer, stocked(shop, agent, 1, cents=0), 1)
    assert (order["status"], order["totalCents"]) == ("CONFIRMED", 0)


def test_an_unknown_item_is_not_found(shop, customer):
    assert error_of(shop.request, "GET", "catalog", "/items/no-such-item").status == 404
    body = {"lines": [{"itemId": "no-such-item", "quantity": 1}]}
    error = error_of(
        shop.request, "POST", "orders", "/orders", customer, body, Idempotency_Key="unknown-item"
    )
    assert error.status == 404
    assert "no-such-item" in error.body


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"lines": [', "the body must be JSON"),
        ({"lines": [{"itemId": "a", "quantity": 0}]}, "lines[0].quantity must be at least 1"),
        ({"lines": [{"itemId": "a", "quantity": 1}], "coupon": "free"}, "coupon must be one of"),
        ({"lines": []}, "lines must be at least 1 entries long, got 0 entries"),
    ],
    ids=["malformed JSON", "a quantity of nothing", "an unknown field", "no lines"],
)
def test_a_bad_order_is_refused_with_what_is_wrong(body, said, shop, customer):
    key = str(uuid.uuid4())
    error = error_of(shop.request, "POST", "orders", "/orders", customer, body, Idempotency_Key=key)
    assert error.status == 400
    assert said in error.body
    assert "$context" not in error.body


def test_a_body_that_no_contract_allows_is_too_large(shop, customer):
    body = {"lines": [{"itemId": "x" * 7_000_000, "quantity": 1}]}
    error = error_of(shop.request, "POST", "orders", "/orders", customer, body, Idempotency_Key="k")
    assert error.status == 413


def test_a_token_for_the_client_or_for_new_tokens_makes_no_requests(shop):
    """Whether the gateway or the function refuses it."""
    shop.sign_in("refreshing")
    answer = shop.client("cognito-idp").initiate_auth(
        ClientId=shop.parameter("platform", "token-audience"),
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "refreshing", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    for use, status in (("RefreshToken", 401), ("IdToken", 401), ("AccessToken", None)):
        ask = partial(shop.request, "GET", "orders", "/orders", answer[use])
        assert ask()["orders"] == [] if status is None else error_of(ask).status == status


def test_an_order_without_a_key_is_refused_by_the_gateway(shop, customer):
    body = {"lines": [{"itemId": "a", "quantity": 1}]}
    assert error_of(shop.request, "POST", "orders", "/orders", customer, body).status == 400


def test_ordering_and_reading_take_a_token(shop):
    body = {"lines": [{"itemId": "a", "quantity": 1}]}
    ask = ("POST", "orders", "/orders", None, body)
    assert error_of(shop.request, *ask, Idempotency_Key="no-token").status == 401
    assert error_of(shop.request, "GET", "analytics", "/purchases").status == 401


def test_a_customer_may_neither_stock_the_shop_nor_read_its_reports(shop, customer):
    item = {"name": "Mine", "priceCents": 1}
    assert error_of(shop.request, "PUT", "catalog", "/items/mine", customer, item).status == 403
    assert error_of(shop.request, "GET", "analytics", "/purchases", customer).status == 403


def test_the_order_of_another_user_is_not_found(shop, agent, customer):
    order = ordered(shop, customer, stocked(shop, agent, 1), 1)
    stranger = shop.sign_in("stranger")
    path = f"/orders/{order['orderId']}"
    assert error_of(shop.request, "GET", "orders", path, stranger).status == 404
