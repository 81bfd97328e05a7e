"""Tests of the storefront, over the handlers of catalog and orders."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, get_named_type

from components.graphql.schema import Schema
from runtime.http_errors import error_of
from services.catalog.app import get_item, list_items, put_item
from services.orders.app import get_order, list_orders, place_order, prices
from services.orders.app.domain import Status
from services.storefront import CARD
from services.storefront.app import ask_catalog, ask_orders
from services.storefront.infrastructure import FIELDS, FOLDER
from tests.fakes.invocations import CONTEXT, called, field_event, http_event, rest_event

LINES = [{"itemId": "disc", "quantity": 2}]
# The handler of each path's first part, without and with an id.
READS = {
    "items": (list_items.handle, get_item.handle, "itemId"),
    "orders": (list_orders.handle, get_order.handle, "orderId"),
}
NO_ORDER = "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4"


@pytest.fixture(autouse=True)
def services(aws, monkeypatch):
    """Both services, which know a caller by the token; returns what was asked."""
    asked = []

    def answer(handler, event):
        status, body = called(handler, event)
        if refused := error_of(status, json.dumps(body).encode()):
            raise refused
        return body

    def get_as(token, service, path, query=None):
        asked.append((service, path))
        _, kind, *rest = path.split("/")
        every, one, name = READS[kind]
        event = rest_event(**caller(token), query=query, path={name: rest[0]} if rest else None)
        return answer(one if rest else every, event)

    def post_as(token, service, path, body, key):
        asked.append((service, path))
        event = rest_event(**caller(token), body=body, headers={"Idempotency-Key": key})
        return answer(place_order.handle, event)

    for module in (ask_catalog, ask_orders):
        monkeypatch.setattr(module, "get_as", get_as)
    monkeypatch.setattr(ask_orders, "post_as", post_as)
    monkeypatch.setattr(prices, "get_json", lambda *_: {"prices": {"disc": 1500}, "unknown": []})
    for item in ("disc", "tape"):
        body = {"name": f"A {item}", "priceCents": 1500}
        event = http_event(user="agent", groups=["agents"], path={"itemId": item}, body=body)
        called(put_item.handle, event)
    return asked


def test_where_updates_are_sent_is_looked_up(monkeypatch):
    monkeypatch.setattr(ask_orders, "endpoint", lambda service: f"wss://{service}.example")
    assert asked_for("Query.orderUpdates")["data"] == {"url": "wss://realtime.example"}


def caller(token):
    user = token.removeprefix("token of ")
    return {"user": user, "groups": ["agents"] if user == "agent" else []}


def asked_for(name, user="ann", source=None, **arguments):
    """What AppSync is answered for a field."""
    handle = ask_catalog.handle if FIELDS[name] == "catalog" else ask_orders.handle
    groups = ["agents"] if user == "agent" else []
    event = field_event(name, user=user, groups=groups, arguments=arguments, source=source)
    return handle(event, CONTEXT)


def placed(user="ann", key="key-1", lines=LINES, **more):
    order = {"lines": lines, **more}
    return asked_for("Mutation.placeOrder", user, input=order, idempotencyKey=key)


def test_products_come_a_page_at_a_time():
    first = asked_for("Query.products", limit=1)["data"]
    second = asked_for("Query.products", limit=1, nextToken=first["nextToken"])["data"]
    shown = [*first["products"], *second["products"]]
    assert sorted(product["id"] for product in shown) == ["disc", "tape"]
    assert {tuple(sorted(product)) for product in shown} == {("id", "name", "priceCents")}


@pytest.mark.parametrize("name", ["products", "myOrders"])
def test_the_limits_of_a_page_are_the_services(name):
    error = asked_for(f"Query.{name}", limit=201)["error"]
    assert (error["type"], error["details"][0]["path"]) == ("BadRequest", "limit")


def test_one_product_or_none():
    found = {"id": "disc", "name": "A disc", "priceCents": 1500}
    assert asked_for("Query.product", id="disc") == {"data": found}
    assert asked_for("Query.product", id="nothing")["error"]["type"] == "NotFound"


@pytest.mark.parametrize("product_id", ["../orders", "..", "", "a/b", "a?b=c", "a b"])
def test_an_id_that_is_none_never_becomes_part_of_a_path(services, product_id):
    assert asked_for("Query.product", id=product_id)["error"]["type"] == "BadRequest"
    assert asked_for("Query.order", id=product_id)["error"]["type"] == "BadRequest"
    assert services == []


def test_an_order_is_placed_once_for_each_key():
    first = placed()["data"]
    assert (first["status"], first["totalCents"]) == ("PLACED", 3000)
    assert placed()["data"] == first
    assert placed(key="key-2")["data"]["id"] != first["id"]
    assert placed(lines=[{"itemId": "disc", "quantity": 3}])["error"]["type"] == (
        "UnprocessableContent"
    )


def test_an_input_that_breaks_its_contract_is_refused_with_every_problem(services):
    lines = [{"itemId": "disc", "quantity": 0}]
    error = placed(lines=lines, shipTo="nowhere", paymentMethod=None)["error"]
    assert error["type"] == "BadRequest"
    assert {"lines[0].quantity", "shipTo"} <= {each["path"] for each in error["details"]}
    assert services == []


def test_a_caller_sees_own_orders_and_no_others():
    order_id = placed("ann")["data"]["id"]
    [own] = asked_for("Query.myOrders", "ann")["data"]["orders"]
    assert (own["id"], own["customerId"], own["status"]) == (order_id, "ann", "PLACED")
    assert own["lines"] == [{"itemId": "disc", "quantity": 2, "unitCents": 1500}]
    assert [moment["name"] for moment in own["timeline"]] == ["placed"]
    assert asked_for("Query.order", "ann", id=order_id) == {"data": own}
    assert asked_for("Query.myOrders", "bob")["data"] == {"orders": [], "nextToken": None}
    error = asked_for("Query.order", "bob", id=order_id)["error"]
    assert (error["type"], error["message"]) == ("NotFound", f"there is no order {order_id}")


def test_the_orders_of_a_customer_are_for_agents():
    order_id = placed("ann")["data"]["id"]
    [found] = asked_for("Query.customerOrders", "agent", userId="ann")["data"]["orders"]
    assert found["id"] == order_id
    error = asked_for("Query.customerOrders", "bob", userId="ann")["error"]
    assert error["type"] == "Forbidden"


def test_the_product_of_a_line_is_asked_for_once_a_minute_and_may_be_gone(services):
    line = {"itemId": "disc", "quantity": 2, "unitCents": 1500}
    found = {"id": "disc", "name": "A disc", "priceCents": 1500}
    for _ in range(2):
        assert asked_for("OrderLine.product", source=line) == {"data": found}
    assert services == [("catalog", "/items/disc")]
    assert asked_for("OrderLine.product", source={**line, "itemId": "gone"}) == {"data": None}


def shape_of(kind):
    """The fields of a type that no resolver of their own answers."""
    return {name for name in kind.fields if f"{kind.name}.{name}" not in FIELDS}


def test_what_is_answered_has_exactly_the_fields_of_its_type():
    types = Schema.of(FOLDER / "schema.graphql").types.type_map
    order_id = placed()["data"]["id"]
    order = asked_for("Query.order", id=order_id)["data"]
    answers = {
        "Product": asked_for("Query.product", id="disc")["data"],
        "ProductPage": asked_for("Query.products")["data"],
        "Order": order,
        "OrderLine": order["lines"][0],
        "OrderMoment": order["timeline"][0],
        "OrderPage": asked_for("Query.myOrders")["data"],
        "PlacedOrder": placed()["data"],
    }
    assert {name: set(answer) for name, answer in answers.items()} == {
        name: shape_of(types[name]) for name in answers
    }


def test_the_schema_knows_every_status_and_has_no_circle():
    schema = Schema.of(FOLDER / "schema.graphql").types
    statuses = schema.type_map["OrderStatus"]
    assert isinstance(statuses, GraphQLEnumType)
    assert set(statuses.values) == set(get_args(Status))

    def depth(kind, above=()):
        named = get_named_type(kind)
        assert named not in above, f"{named} leads back to itself"
        if not isinstance(named, GraphQLObjectType):
            return 0
        return 1 + max(depth(field.type, (*above, named)) for field in named.fields.values())

    # Query, page, order, line, product: the last level is its fields.
    assert depth(schema.query_type) == 5


def test_each_field_has_a_function_and_none_is_answered_without_a_token():
    assert {key for key in FIELDS if not key.startswith("OrderLine.")} == set(CARD.fields)
    for name in FIELDS:
        assert asked_for(name, None)["error"]["type"] == "Unauthorized", name
