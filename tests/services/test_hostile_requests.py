"""Tests that no request to any route of any service is answered with 5xx, whatever it holds."""

from __future__ import annotations

import base64
import importlib
import json
from dataclasses import is_dataclass
from http import HTTPStatus
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.contract import camel_case
from runtime import retry
from runtime.clients import aws as clients
from services.orders.app import prices
from settings import SERVICES
from tests.docs.examples import EXAMPLES
from tests.docs.routes import ApiRoute, every_route
from tests.fakes.clients import Aws
from tests.fakes.fixtures import clear_caches
from tests.fakes.invocations import CONTEXT, rest_event

ROUTES = [f"{service} {key}" for service in SERVICES for key in EXAMPLES[service]]

# As a request brings it: lengths at and beyond the limits of keys, and characters with a meaning.
TEXT = st.one_of(
    st.sampled_from(["", "x" * 2_049, "é" * 1_025, "\0", "\ud800", "\u202ea", "#", "a/b", "-1"]),
    st.sampled_from(["disc", "2026-11-21", "0001-01-01", "6d0cf3ee-3f9e-5b0a-9a43-1f0f5e7c2b11-1"]),
    st.text(max_size=20),
)
NUMBERS = st.sampled_from([0, -1, 1, 10**9, 10**40, 1.5, float("nan"), True])
VALUES = st.recursive(
    TEXT | NUMBERS | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
# The keys at which lists continue; a token of another customer's list goes no further.
SHAPES = (("itemId",), ("userId", "noticeId"), ("userId", "orderId", "placedAt"))
TOKENS = st.one_of(
    st.fixed_dictionaries({name: st.just("ann") if name == "userId" else TEXT for name in shape})
    for shape in SHAPES
).map(lambda key: base64.urlsafe_b64encode(json.dumps(key).encode()).decode())


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any data; of a contract also objects with its fields, of a tuple lists of such objects."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return VALUES | st.fixed_dictionaries(
            {camel_case(name): values(hint) for name, hint in hints.items()}
        )
    if get_origin(kind) is tuple:
        return VALUES | st.lists(values(get_args(kind)[0]), max_size=2)
    return VALUES


def requests(route: ApiRoute) -> st.SearchStrategy[dict[str, Any]]:
    path = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    return st.fixed_dictionaries(
        {
            "groups": st.sampled_from([("agents",)] * 3 + [()]),
            "path": st.fixed_dictionaries(dict.fromkeys(path, TEXT)),
            # One parameter at a time: the first that is refused would hide the others.
            "query": st.one_of(
                st.fixed_dictionaries({name: TOKENS if name == "nextToken" else TEXT})
                for name in (*route.query, "other")
            ),
            "headers": st.fixed_dictionaries({}, optional={"Idempotency-Key": TEXT}),
            "body": values(route.body) if route.body else st.none(),
        }
    )


def test_every_route_of_a_stage_is_asked():
    assert {name for name, each in every_route().items() if each.service in SERVICES} == {*ROUTES}


@pytest.mark.parametrize("name", ROUTES)
def test_no_request_is_answered_with_5xx(name, monkeypatch):
    route = every_route()[name]
    handler = importlib.import_module(route.handler.removesuffix(".py").replace("/", ".")).handle
    fresh = Aws()
    monkeypatch.setattr(clients, "_client", fresh.client)
    monkeypatch.setattr(retry, "backoff", lambda attempt: 0.0)
    monkeypatch.setattr(prices, "get_json", lambda *_: {"prices": {"disc": 1}, "unknown": []})
    clear_caches()

    @settings(
        max_examples=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(requests(route))
    def ask(request):
        event = rest_event(user="ann", **request)
        response = handler(event, CONTEXT)
        assert response["statusCode"] < HTTPStatus.INTERNAL_SERVER_ERROR, response["body"]
        json.loads(response["body"])

    ask()
