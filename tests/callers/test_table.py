"""Every route of the program against every token that is not for it."""

from __future__ import annotations

import pulumi_aws as aws
import pytest

from settings import OPTIONAL_SERVICES
from tests.callers.table import ANOTHER, OF_THE_GATEWAY, table, written
from tests.callers.tokens import GOOD, tokens
from tests.stage import deployed, deployed_with

WRONG = [name for name in tokens() if name != GOOD]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_token_is_refused_on_every_closed_route(name):
    closed = {route: cells[name] for route, cells in table().items() if not route.public}
    assert len(closed) > 15
    assert {
        str(route): str(cell)
        for route, cell in closed.items()
        if cell.status not in (401, 403) or not cell.refused_by
    } == {}


@pytest.mark.parametrize("name", sorted({*WRONG} - OF_THE_GATEWAY))
def test_a_function_refuses_by_itself_what_a_gateway_may_let_through(name):
    closed = {route: cells[name] for route, cells in table().items() if not route.public}
    assert [str(route) for route, cell in closed.items() if "f" not in cell.refused_by] == []


def test_the_token_of_a_user_is_let_in_or_the_route_is_for_agents():
    found = {cells[GOOD].status for route, cells in table().items() if not route.public}
    assert found <= {200, 202, 400, 403, 404}
    assert {200, 403} <= found


def test_another_users_id_is_forbidden_wherever_a_request_may_name_a_user():
    found = {route.key: str(cells[ANOTHER]) for route, cells in table().items() if ANOTHER in cells}
    assert found.keys() >= {
        "GET /orders",
        "GET /users/{userId}",
        "PUT /users/{userId}/profile",
        "PATCH /users/{userId}/preferences",
    }
    # The directive of the schema has agents alone name another customer.
    assert found.pop("Query.customerOrders") == "403 g"
    assert set(found.values()) == {"403 f"}


def test_every_route_of_the_program_is_in_the_table():
    clouds = [deployed("local"), *(deployed_with(service) for service in OPTIONAL_SERVICES)]
    every = [each for cloud in clouds for each in cloud.all(aws.apigateway.Method)]
    methods = [each for each in every if each.inputs["httpMethod"] != "OPTIONS"]
    others = [each for cloud in clouds for each in cloud.all(aws.apigatewayv2.Route)]
    roots = ("Query", "Mutation", "Subscription")
    resolvers = [each for cloud in clouds for each in cloud.all(aws.appsync.Resolver)]
    fields = [each for each in resolvers if each.inputs["type"] in roots]
    assert len(fields) > 5
    assert {"orders", "suppliers"} <= {route.service for route in table()}
    assert len(table()) == len(methods) + len(others) + len(fields)


def test_the_printed_table_has_a_line_for_each_route(note):
    lines = written().splitlines()
    assert len(lines) == 1 + len(table())
    assert "orders REST GET /orders/{orderId}" in written()
    assert "storefront GraphQL Mutation.placeOrder" in written()
