"""The table of routes and callers: what each route of a stage answers to each token.

A cell has the status, and who refuses: ``g`` the gateway, ``f`` the function when it is asked alone
with the claims, so that what an emulator or a gateway lets through is refused there. A WebSocket's
connect is refused by its authorizer function, which verifies the whole token; messages come on
connections alone. A field of a GraphQL API has the status of its error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import pytest

from tests.callers import gateway, graphql
from tests.callers.gateway import Claims, Refused, claims_in
from tests.callers.guarded import USER, Guarded
from tests.callers.routes import routes
from tests.callers.tokens import GOOD, tokens
from tests.fakes.clients import Aws
from tests.fakes.fixtures import clear_caches
from tests.fakes.invocations import CONTEXT, http_event, rest_event
from tests.fakes.tokens import CLIENT, KEY

REFUSALS = (401, 403)
# The token of a user whose request names another one, where it may name one.
ANOTHER = "another's id"
# What a function cannot know from claims, which the gateway hands on only if it is right.
OF_THE_GATEWAY = {"none", "wrong signature", "changed claims", "alg: none", "another pool"}


@dataclass(frozen=True)
class Cell:
    """A status of the route, and who refuses: of ``g`` and ``f``, each or none."""

    status: int
    refused_by: str = ""

    def __str__(self) -> str:
        return f"{self.status} {self.refused_by}".rstrip()


@cache
def table(stage: str = "local") -> dict[Guarded, dict[str, Cell]]:
    """Every cell by route and token."""
    tried = tokens()
    with aws_in_memory():
        return {
            route: {name: _cell(route, name, token) for name, token in tried.items()}
            | ({ANOTHER: _of_another(route, tried[GOOD])} if route.names_user else {})
            for route in routes(stage)
        }


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """Functions find empty tables, and the pool's keys; what they log is dropped."""
    from runtime.api import tokens as verifier
    from runtime.clients import aws as clients
    from runtime.observability import logger

    numbers = KEY.public_key().public_numbers()
    dropped = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(dropped):
        patch.setattr(logger.registered_handler, "stream", dropped)
        patch.setattr(clients, "_client", Aws().client)
        patch.setattr(verifier, "_published_keys", lambda: {"own": (numbers.n, numbers.e)})
        clear_caches()
        yield


def _cell(route: Guarded, name: str, token: str | None) -> Cell:
    if route.kind == "WebSocket":
        return _connect(route, token)
    if route.public:
        return Cell(_answer(route, None), "")
    alone = None if name in OF_THE_GATEWAY or token is None else _answer(route, claims_in(token))
    refused = "f" if alone in REFUSALS and name != GOOD else ""
    try:
        claims = _gateway(route, token)
    except Refused as refusal:
        return Cell(refusal.status, f"g{refused}")
    return Cell(_answer(route, claims), refused)


def _of_another(route: Guarded, token: str | None) -> Cell:
    """What is answered to a user who names another."""
    try:
        claims = _gateway(route, token)
    except Refused as refusal:
        return Cell(refusal.status, "g")
    status = _answer(route, claims, {USER: "bob"})
    return Cell(status, "f" if status in REFUSALS else "")


def _gateway(route: Guarded, token: str | None) -> Claims:
    if route.kind == "GraphQL":
        return gateway.graphql(token, (CLIENT,), route.groups, route.access_only)
    if route.kind == "REST":
        return gateway.rest(token, route.scopes)
    return gateway.http(token, (CLIENT,), route.scopes)


def _answer(route: Guarded, claims: Claims | None, named: Mapping[str, str] | None = None) -> int:
    """What the function answers to a request without a body, for ids that do not exist, or those
    that are ``named``.
    """
    if route.kind == "GraphQL":
        return graphql.answer(route, claims, named or {})
    path = {**route.parameters, **(named or {})} if USER in route.parameters else route.parameters
    event = (rest_event if route.kind == "REST" else http_event)(path=path, query=named)
    if claims is not None:
        authorizer = {"claims": {**claims, "exp": str(claims["exp"])}}
        event["requestContext"]["authorizer"] = (
            authorizer if route.kind == "REST" else {"jwt": authorizer}
        )
    response = import_module(route.module).handle(event, CONTEXT)
    return int(response["statusCode"])


def _connect(route: Guarded, token: str | None) -> Cell:
    event = {
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:eu-west-1:123456789012:api/live/$connect",
        "requestContext": {"routeKey": "$connect", "connectionId": "c1"},
        "queryStringParameters": {} if token is None else {"token": token},
        "headers": {},
    }
    policy = import_module(route.module).handle(event, CONTEXT)["policyDocument"]
    allowed = policy["Statement"][0]["Effect"] == "Allow"
    return Cell(200) if allowed else Cell(403, "f")


def written() -> str:
    """The table as text: a line for each route, a column for each token."""
    rows = table()
    names = [*tokens(), ANOTHER]
    width = max(len(_title(route)) for route in rows)
    lines = ["  ".join([" " * width, *(f"{name:<15}" for name in names)]).rstrip()]
    for route, cells in rows.items():
        shown = [f"{cells.get(name, '-')!s:<15}" for name in names]
        lines.append("  ".join([f"{_title(route):<{width}}", *shown]).rstrip())
    return "\n".join(lines) + "\n"


def _title(route: Guarded) -> str:
    return f"{route.service} {route.kind} {route.key}" + (" (public)" if route.public else "")
