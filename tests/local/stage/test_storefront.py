"""The storefront on the local stage: GraphQL over the other services, as each caller sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli.shop.client import Shop
from tests.flows.shopping import stocked, until
from tests.local.provider.visitor import call

PLACE = """mutation Place($input: PlaceOrderInput!, $key: String!) {
  placeOrder(input: $input, idempotencyKey: $key) { id status totalCents }
}"""
ORDER = """query Order($id: ID!) {
  order(id: $id) { status totalCents timeline { name } lines { quantity product { id name } } }
}"""


def asked(shop: Shop, token: str, query: str, **variables: Any) -> tuple[Any, list[Any]]:
    """The data of an answer, and its errors."""
    sent = {"query": query, "variables": variables}
    status, found = call("POST", shop.parameter("storefront"), sent, Authorization=token)
    answer = json.loads(found)
    assert status == 200, found
    return answer.get("data"), answer.get("errors") or []


@pytest.fixture(scope="module")
def ann(shop: Shop) -> str:
    return shop.sign_in("ann")


@pytest.fixture(scope="module")
def item(shop: Shop, agent: str) -> str:
    return stocked(shop, agent, quantity=5)


@pytest.fixture(scope="module")
def order(shop: Shop, ann: str, item: str) -> str:
    """The id of an order that ann places, twice with the same key."""
    lines = [{"itemId": item, "quantity": 2}]
    places = [
        asked(shop, ann, PLACE, input={"lines": lines}, key=f"graphql-{item}") for _ in range(2)
    ]
    assert [errors for _, errors in places] == [[], []]
    first, second = (data["placeOrder"] for data, _ in places)
    assert (first["id"], first["totalCents"]) == (second["id"], second["totalCents"])
    found: str = first["id"]
    return found


def test_an_order_by_graphql_is_confirmed_and_shows_its_products(shop, ann, item, order):
    data, errors = until(
        lambda: asked(shop, ann, ORDER, id=order),
        lambda found: found[0]["order"]["status"] == "CONFIRMED",
    )
    assert errors == []
    [line] = data["order"]["lines"]
    assert (line["quantity"], line["product"]["id"]) == (2, item)
    assert "confirmed" in [moment["name"] for moment in data["order"]["timeline"]]


def test_products_and_orders_come_in_one_request(shop, ann, item, order):
    query = f'{{ product(id: "{item}") {{ id }} myOrders(limit: 5) {{ orders {{ id }} }} }}'
    data, errors = asked(shop, ann, query)
    assert errors == []
    assert data["product"] == {"id": item}
    assert order in [each["id"] for each in data["myOrders"]["orders"]]


def test_the_order_of_another_is_not_visible_and_other_fields_are_answered(shop, item, order):
    bob = shop.sign_in("bob")
    query = f'{{ order(id: "{order}") {{ id }} product(id: "{item}") {{ id }} }}'
    data, [error] = asked(shop, bob, query)
    assert data == {"order": None, "product": {"id": item}}
    assert (error["path"], error["errorType"]) == (["order"], "NotFound")
    data, errors = asked(shop, bob, "{ myOrders { orders { id } } }")
    assert errors == []
    assert order not in [each["id"] for each in data["myOrders"]["orders"]]


def test_a_field_for_agents_is_refused_to_others(shop, ann, agent, order):
    """By the orders service: the emulator enforces no directives."""
    [own] = asked(shop, ann, "{ myOrders(limit: 1) { orders { customerId } } }")[0]["myOrders"][
        "orders"
    ]
    query = f'{{ customerOrders(userId: "{own["customerId"]}") {{ orders {{ id }} }} }}'
    data, errors = asked(shop, agent, query)
    assert (errors, order in str(data)) == ([], True)
    data, [error] = asked(shop, shop.sign_in("bob"), query)
    assert (data, error["errorType"]) == ({"customerOrders": None}, "Forbidden")


def test_what_is_wrong_with_an_order_is_an_error_of_the_field(shop, ann, item):
    lines = [{"itemId": item, "quantity": 0}]
    data, [error] = asked(shop, ann, PLACE, input={"lines": lines}, key="wrong")
    assert (data, error["errorType"]) == ({"placeOrder": None}, "BadRequest")
    assert "lines[0].quantity" in error["message"]


def test_a_query_deeper_than_the_schema_and_one_without_a_token_are_refused(shop, ann):
    deep = "{ myOrders { orders { lines { product { id { id } } } } } }"
    data, [error] = asked(shop, ann, deep)
    assert data is None
    assert "must not have a selection" in error["message"]
    status, _ = call("POST", shop.parameter("storefront"), {"query": "{ myOrders { nextToken } }"})
    assert status == 401
