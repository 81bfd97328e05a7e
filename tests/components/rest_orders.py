"""An orders API over REST, for the tests of the API and of its methods."""

from __future__ import annotations

from functools import cache
from typing import Any

from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.function import Function
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function

EXISTING = arn("lambda", "function:existing")
POOL = arn("cognitoidp", "users")
BODY = {"type": "object", "required": ["items"]}
HEADERS = ("Idempotency-Key",)
Shape = tuple[tuple[str, str], ...]
ORDERS: Shape = (("POST", "/orders"), ("GET", "/orders"), ("GET", "/orders/{orderId}"))


def routes(
    shape: Shape = ORDERS, *, public: bool = False, body: Any = BODY, headers: Any = HEADERS
) -> tuple[Route, ...]:
    """Routes of these methods and paths, each with a function of its own."""
    return tuple(
        Route(
            method=method,
            path=path,
            function=Function(f"{method.lower()}-{number}", function()),
            public=public,
            body=body if method == "POST" else None,
            headers=headers if method == "POST" else (),
        )
        for number, (method, path) in enumerate(shape)
    )


def route(method: str, path: str) -> Route:
    """A route to an existing function."""
    return Route(method=method, path=path, function=EXISTING)


def args(given: tuple[Route, ...], **changes: Any) -> RestApiArgs:
    """What the API is made of, with any of it changed."""
    settings = {
        "stage": "dev",
        "defaults": defaults(),
        "description": "Takes orders",
        "user_pool": POOL,
    }
    return RestApiArgs(routes=given, **{**settings, **changes})


def orders(shape: Shape = ORDERS, *, asked: dict[str, Any] | None = None, **changes: Any) -> Cloud:
    """The API deployed; ``asked`` changes what its routes ask of a request."""
    if (shape, asked, changes) == (ORDERS, None, {}):
        return unchanged()
    return deployed(shape, asked or {}, changes)


@cache
def unchanged() -> Cloud:
    """The API without a change, which most tests look at."""
    return deployed(ORDERS, {}, {})


def deployed(shape: Shape, asked: dict[str, Any], changes: dict[str, Any]) -> Cloud:
    return deploy(lambda: RestApi("orders", args(routes(shape, **asked), **changes)).url)
