from typing import Any

import pytest

from components.api.route import Route, check

SELL: Any = object()  # a route only passes its function on


def route(method: str = "GET", path: str = "/items", **changes) -> Route:
    return Route(method=method, path=path, function=SELL, **changes)


def test_a_route_is_closed_unless_said():
    assert route().public is False
    assert Route.get("/items", SELL, public=True).public is True


def test_a_route_is_named_as_the_field_does():
    assert route("POST", "/orders/{orderId}").key == "POST /orders/{orderId}"


def test_there_is_a_short_way_to_say_each_common_route():
    schema = {"type": "object"}
    assert Route.get("/items", SELL) == route("GET")
    assert Route.put("/items", SELL) == route("PUT")
    assert Route.post("/items", SELL, body=schema, headers=("Idempotency-Key",)) == route(
        "POST", body=schema, headers=("Idempotency-Key",)
    )


def test_every_method_of_http_that_a_service_answers_is_accepted():
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert route(method).method == method


@pytest.mark.parametrize("method", ["get", "OPTIONS", "ANY", ""])
def test_another_method_is_refused(method):
    with pytest.raises(ValueError) as refused:
        route(method)
    assert str(refused.value) == (
        f"method must be one of GET, POST, PUT, PATCH, DELETE, got {method}"
    )


@pytest.mark.parametrize("path", ["/", "/items", "/items/{id}"])
def test_a_path_starts_with_a_slash(path):
    assert route(path=path).path == path


@pytest.mark.parametrize("path", ["items", "/items/", ""])
def test_another_path_is_refused(path):
    with pytest.raises(ValueError) as refused:
        route(path=path)
    assert str(refused.value) == f"path must start, and not end, with a slash, got {path}"


def test_routes_that_differ_are_accepted():
    check((route("GET"), route("POST"), route(path="/items/{id}")), has_authorizer=True)


def test_an_api_without_routes_is_refused():
    with pytest.raises(ValueError, match=r"^routes must name at least one route$"):
        check((), has_authorizer=True)


def test_a_route_given_twice_is_refused():
    with pytest.raises(ValueError) as refused:
        check((route(), route("POST"), route()), has_authorizer=True)
    assert str(refused.value) == "each route may appear once; twice given: GET /items"


def test_a_closed_route_that_nobody_guards_is_refused():
    with pytest.raises(ValueError) as refused:
        check((route("POST"), route(public=True)), has_authorizer=False)
    assert str(refused.value) == (
        "routes need an authorizer, or public=True said of each: POST /items"
    )


def test_public_routes_need_no_guard():
    check((route(public=True),), has_authorizer=False)
