"""Operations: the routes and methods of APIs that one function answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.framework.aws import apigateway, apigatewayv2, lambda_
from policies.framework.graph import Graph
from policies.framework.resource import Resource

# Routes of a WebSocket API that are no operations of the program.
CONNECTION = ("$connect", "$disconnect")


@dataclass(frozen=True)
class Operation:
    """A method and a path, as ``GET /orders``; ``catches_all`` where it is every method of every
    path below one.
    """

    key: str
    catches_all: bool = False

    @property
    def reads(self) -> bool:
        """Whether it is a GET."""
        return self.key.startswith("GET ")


def operations(function: Resource, graph: Graph) -> list[Operation]:
    """What a function, or an alias of it, answers; without the answers to browsers' OPTIONS."""
    aliases = graph.users(function, lambda_.Alias, "functionName")
    found = [one for each in (function, *aliases) for one in _of(each, graph)]
    return list(dict.fromkeys(each for each in found if not each.key.startswith("OPTIONS ")))


def _of(function: Resource, graph: Graph) -> Iterator[Operation]:
    for integration in graph.users(function, apigatewayv2.Integration, "integrationUri"):
        for route in graph.users(integration, apigatewayv2.Route, "target"):
            key = str(route.properties.get("routeKey"))
            if key not in CONNECTION:
                yield Operation(key, _catches_all(key) or _is_default(key, route, graph))
    for integration in graph.users(function, apigateway.Integration, "uri"):
        method = str(integration.properties.get("httpMethod"))
        places = graph.of(integration, "resourceId", apigateway.Resource)
        path = str(places[0].properties.get("pathPart")) if places else ""
        key = f"{method} {places[0].urn if places else ''}"
        yield Operation(key, _catches_all(f"{method} {path}"))


def _catches_all(key: str) -> bool:
    return key.startswith("ANY ") and key.endswith("+}")


def _is_default(key: str, route: Resource, graph: Graph) -> bool:
    """Whether it is the route of an HTTP API for all that no other route is for."""
    apis = graph.of(route, "apiId", apigatewayv2.Api)
    return key == "$default" and any(each.properties.get("protocolType") == "HTTP" for each in apis)
