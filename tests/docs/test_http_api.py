from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus

import pytest

from cli.api.documents import caller, operations
from contracts.codec import decode, encode
from contracts.orders import PlaceOrder
from program.cards import CARDS
from settings import OPTIONAL_SERVICES
from tests.docs.examples import EXAMPLES
from tests.docs.http_api import described, fields, switches
from tests.docs.openapi.curl import curl
from tests.docs.openapi.document import cards, document
from tests.docs.routes import routes_of
from tests.stage import STAGES, deployed, deployed_with

ON_CARDS = [(card.name, route) for card in cards() for route in card.routes]


@cache
def routes():
    """The routes of every service, by service and key."""
    return {
        (card.name, route.key): route
        for card in cards()
        for route in routes_of(card.name, deployed_with(card.name))
    }


def test_every_route_of_every_card_has_an_example():
    assert sorted(routes()) == sorted(ON_CARDS)
    assert sorted((name, key) for name in EXAMPLES for key in EXAMPLES[name]) == sorted(ON_CARDS)


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_the_routes_of_the_page(stage):
    cloud = deployed(stage)
    there = {
        (card.name, route.key): route for card in CARDS for route in routes_of(card.name, cloud)
    }
    assert there == {each: routes()[each] for each in routes() if each[0] not in OPTIONAL_SERVICES}


@pytest.mark.parametrize(("service", "key"), ON_CARDS, ids=lambda part: part)
def test_an_example_has_the_body_that_its_route_takes(service, key):
    route, example = routes()[service, key], EXAMPLES[service][key]
    assert type(example.body) is (route.body or type(None))
    if example.body is not None:
        assert decode(type(example.body), json.loads(json.dumps(encode(example.body))))
    assert set(example.headers) == set(route.headers)


def test_callers_are_read_from_the_gateway_and_from_the_handler():
    found = operations(document("catalog")) | operations(document("orders"))
    assert caller(found["GET /items"]) == "anyone, without a token"
    assert caller(found["PUT /items/{itemId}"]) == "a user in the group `agents`"
    assert caller(found["GET /orders"]) == "any user who is signed in"


def test_errors_are_those_of_the_request_and_those_that_the_service_raises():
    raised = {(each.status, each.text) for each in routes()["orders", "POST /orders"].raised}
    assert {status for status, _ in raised} == {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    }
    # From another module of the service, and with the constants of its own filled in.
    assert (HTTPStatus.NOT_FOUND, "the catalog has no item {unsold}") in raised
    assert (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Idempotency-Key {key} was used before, for another order",
    ) in raised
    # A problem says which field has which limit.
    assert (HTTPStatus.BAD_REQUEST, "orderedOn must be at most {latest}") in raised


def test_a_part_of_the_query_is_found_whatever_reads_it():
    assert routes()["orders", "GET /orders"].query == ("userId", "nextToken", "limit")
    assert routes()["catalog", "GET /prices"].query == ("items",)


def test_statuses_of_success_begin_with_the_usual_one():
    assert [int(s) for s in routes()["orders", "POST /orders"].statuses] == [202, 200]
    assert [int(s) for s in routes()["orders", "GET /orders"].statuses] == [200]


def test_a_body_is_listed_field_by_field_with_limits_and_defaults():
    schema = {"$ref": "#/components/schemas/PlaceOrder"}
    found = fields(document("orders"), schema)
    rows = {name: (kind, required) for name, kind, required in found}
    assert rows["`lines`"] == ("array of 1 to 90 items", "yes")
    assert rows["`lines[].quantity`"] == ("integer of 1 to 1000", "yes")
    assert rows["`paymentMethod`"] == (
        "`card` or `card-declined` or `transfer`; default `card`",
        "no",
    )
    assert rows["`shipTo`"] == ("string of 2 characters; default `GB`", "no")
    assert rows["`orderedOn`"] == ("string (date)", "no")


def test_a_line_for_the_shell_has_method_token_headers_and_body():
    key = "POST /orders"
    line = curl(routes()["orders", key], EXAMPLES["orders"][key])
    assert line == (
        'curl -s "$(platform url orders)/orders" -H "Authorization: $TOKEN" '
        '-H "Idempotency-Key: order-1" '
        """--json '{"lines": [{"itemId": "first-item", "quantity": 1}], """
        """"paymentMethod": "card", "shipTo": "GB"}'"""
    )
    put = curl(
        routes()["catalog", "PUT /items/{itemId}"], EXAMPLES["catalog"]["PUT /items/{itemId}"]
    )
    assert put.endswith("-X PUT")
    assert "$AGENT" in put


def test_a_route_is_described_with_all_of_it():
    key = "POST /orders"
    api = document("orders")
    text = described(api, key, operations(api)[key])
    for part in (
        "### POST /orders",
        "`Idempotency-Key` (required",
        "202 Accepted or 200 OK",
        "422",
    ):
        assert part in text


def test_the_switches_are_values_that_an_order_may_have():
    for value in ("card-declined", "transfer"):
        assert f'"paymentMethod": "{value}"' in switches()
        assert encode(PlaceOrder(lines=(), payment_method=value))["paymentMethod"] == value
    assert "`AQ`" in switches()
