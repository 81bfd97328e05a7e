"""The routes of every REST, HTTP and WebSocket API of a program and the fields of its GraphQL APIs,
with what guards them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pulumi_aws as aws

from settings import OPTIONAL_SERVICES, SERVICES
from tests.callers import graphql
from tests.callers.guarded import Guarded
from tests.cloud import Cloud
from tests.docs.routes import routes_of
from tests.stage import deployed, deployed_with


def routes(stage: str) -> list[Guarded]:
    """Every route as recorded, services in order, then those of services that stages choose;
    preflights have no function and no data.
    """
    programs = [(service, deployed(stage)) for service in SERVICES]
    programs += [(service, deployed_with(service)) for service in OPTIONAL_SERVICES]
    return [found for service, cloud in programs for found in _of(service, cloud)]


def _of(service: str, cloud: Cloud) -> Iterator[Guarded]:
    scopes = _scopes(service, cloud)
    for route in routes_of(service, cloud):
        kind = "REST" if route.is_rest else "HTTP"
        module = route.handler.removesuffix(".py").replace("/", ".")
        yield Guarded(
            service, kind, route.key, module, route.public, scopes[route.key], route.query
        )
    for route in cloud.all(aws.apigatewayv2.Route):
        if route.name.startswith(f"{service}-") and " " not in route.inputs["routeKey"]:
            yield _socket(service, route.inputs["routeKey"], cloud)
    yield from graphql.fields(service, cloud)


def _scopes(service: str, cloud: Cloud) -> dict[str, tuple[str, ...]]:
    """The scopes of each route of a service, by its key."""
    found = [
        (each.name, each.inputs)
        for kind in (aws.apigateway.Method, aws.apigatewayv2.Route)
        for each in cloud.all(kind)
        if each.name.startswith(f"{service}-")
    ]
    by_shape = {
        re.sub(r"\{[^}]*\}", "{}", name): tuple(inputs.get("authorizationScopes") or ())
        for name, inputs in found
    }
    return {
        route.key: next(
            scopes
            for name, scopes in by_shape.items()
            if re.search(rf"-{route.method.lower()}{_shape(route.path)}-(method|route)$", name)
        )
        for route in routes_of(service, cloud)
    }


def _shape(path: str) -> str:
    return re.escape(re.sub(r"\{[^}]*\}", "{}", path))


def _socket(service: str, key: str, cloud: Cloud) -> Guarded:
    """A route of a WebSocket API: only connected clients send messages."""
    of_api = [each for each in cloud.all(aws.apigatewayv2.Route) if each.name.startswith(service)]
    [connect] = [each.inputs for each in of_api if each.inputs["routeKey"] == "$connect"]
    public = connect["authorizationType"] != "CUSTOM"
    name = str(connect.get("authorizerId")).removesuffix("-id") + "-function"
    guard = "" if public else str(cloud.one(aws.lambda_.Function, name).inputs["handler"])
    return Guarded(service, "WebSocket", key, guard.rpartition(".")[0], public)
