import pytest

from components.api.route import Route, check
from tests.components.sample import arn

SELL = arn("lambda", "function:sell")


def route(method: str = "GET", path: str = "/items", **changes) -> Route:
    return Route(method=method, path=path, function=SELL, **changes)


def test_a_route_is_closed_unless_public():
    assert route().public is False
    assert Route.get("/items", SELL, public=True).public is True


def test_the_key_is_method_and_path():
    assert route("POST", "/orders/{orderId}").key == "POST /orders/{orderId}"


def test_each_method_has_a_constructor():
    schema = {"type": "object"}
    assert Route.get("/items", SELL) == route("GET")
    assert Route.put("/items", SELL, body=schema) == route("PUT", body=schema)
    assert Route.patch("/items", SELL, public=True) == route("PATCH", public=True)
    assert Route.delete("/items", SELL) == route("DELETE")
    assert Route.post("/items", SELL, body=schema, headers=("Idempotency-Key",)) == route(
        "POST", body=schema, headers=("Idempotency-Key",)
    )


def test_five_methods_are_accepted():
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert route(method).method == method


@pytest.mark.parametrize("method", ["get", "OPTIONS", "ANY", ""])
def test_another_method_is_refused(method):
    with pytest.raises(ValueError) as refused:
        route(method)
    assert str(refused.value) == (
        f"method must be one of GET, POST, PUT, PATCH, DELETE, got {method}"
    )


@pytest.mark.parametrize("path", ["/", "/items", "/items/{id}", "/files/{path+}", "/v1.0/~a"])
def test_a_path_of_segments_and_parameters_is_accepted(path):
    assert route(path=path).path == path


@pytest.mark.parametrize("path", ["items", "/items/", "", "//", "/{rest+}/items", "/{id", "/a b"])
def test_another_path_is_refused(path):
    with pytest.raises(ValueError) as refused:
        route(path=path)
    assert str(refused.value) == (
        "path must be / or segments that each begin with a slash, as /orders/{orderId}, "
        f"got {path}"
    )


def test_routes_with_different_keys_are_accepted():
    check((route("GET"), route("POST"), route(path="/items/{id}")), has_authorizer=True)


def test_an_api_without_routes_is_refused():
    with pytest.raises(ValueError, match=r"^routes must name at least one route$"):
        check((), has_authorizer=True)


def test_a_route_given_twice_is_refused():
    with pytest.raises(ValueError) as refused:
        check((route(), route("POST"), route()), has_authorizer=True)
    assert str(refused.value) == "each route may appear once; twice given: GET /items"


def test_a_closed_route_without_an_authorizer_is_refused():
    with pytest.raises(ValueError) as refused:
        check((route("POST"), route(public=True)), has_authorizer=False)
    assert str(refused.value) == ("routes need an authorizer, or public=True each: POST /items")


def test_public_routes_need_no_authorizer():
    check((route(public=True),), has_authorizer=False)


def test_what_is_no_function_is_refused():
    with pytest.raises(ValueError) as refused:
        Route.get("/items", "sell")
    assert str(refused.value) == (
        "an ARN must be arn:PARTITION:SERVICE:REGION:ACCOUNT:NAME, got sell"
    )


def test_routes_that_differ_in_the_name_of_a_parameter_are_one_route():
    with pytest.raises(ValueError, match=r"twice given: GET /items/\{id\}, GET /items/\{itemId\}$"):
        check((route(path="/items/{itemId}"), route(path="/items/{id}")), has_authorizer=True)
    check((route(path="/items/{id}"), route(path="/items/id")), has_authorizer=True)


@pytest.mark.parametrize("path", ["/a//b", "/{x", "/x}", "/{a+}/b", "/{}", "/{+}", "/a{b}"])
def test_a_path_that_api_gateway_refuses_is_refused_by_name(path):
    with pytest.raises(ValueError) as refused:
        route(path=path)
    assert str(refused.value).endswith(f", got {path}")
