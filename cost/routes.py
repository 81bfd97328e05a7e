"""Routes: which function, queue or state machine answers a route of an API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cost.kinds import (
    API,
    FUNCTION,
    GRAPHQL_API,
    MACHINE,
    QUEUE,
    REST_API,
    REST_INTEGRATION,
    REST_RESOURCE,
)
from cost.stack import Resource, Stack

METHOD = "aws:apigateway/method:Method"
ROUTE = "aws:apigatewayv2/route:Route"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
RESOLVER = "aws:appsync/resolver:Resolver"
SOURCE = "aws:appsync/dataSource:DataSource"
ANSWERS = (FUNCTION, QUEUE, MACHINE)


@dataclass(frozen=True)
class Answer:
    """An API, one of its routes as ``POST /orders``, and what answers it, if a resource does."""

    api: Resource
    route: str
    by: tuple[Resource, ...]

    @property
    def name(self) -> str:
        """The API as its component is called."""
        return self.api.name.removesuffix("-api")

    @property
    def only_reads(self) -> bool:
        """Whether it is asked for what there is, and changes nothing."""
        return self.route.startswith(("GET ", "HEAD ", "Query."))


def answers(stack: Stack) -> Iterator[Answer]:
    """Every route of every API; preflights are none."""
    yield from _rest(stack)
    for route in stack.of(ROUTE):
        by = [
            found
            for integration in stack.referred(route, "target", INTEGRATION)
            for found in stack.referred(integration, "integrationUri", *ANSWERS)
        ]
        for api in stack.referred(route, "apiId", API):
            yield Answer(api, route.inputs["routeKey"], tuple(by))
    for resolver in stack.of(RESOLVER):
        by = [
            found
            for source in stack.referred(resolver, "dataSource", SOURCE)
            for found in stack.referred(source, "lambdaConfig", FUNCTION)
        ]
        for api in stack.referred(resolver, "apiId", GRAPHQL_API):
            yield Answer(api, f"{resolver.inputs['type']}.{resolver.inputs['field']}", tuple(by))


def by_api(stack: Stack) -> dict[str, list[str]]:
    """The routes of each API."""
    routes: dict[str, list[str]] = defaultdict(list)
    for each in answers(stack):
        routes[each.name].append(each.route)
    return routes


def _rest(stack: Stack) -> Iterator[Answer]:
    for each in stack.of(REST_INTEGRATION):
        method = each.inputs["httpMethod"]
        if method == "OPTIONS":
            continue
        by = [
            *stack.referred(each, "uri", *ANSWERS),
            *stack.referred(each, "requestTemplates", *ANSWERS),
        ]
        for api in stack.referred(each, "restApi", REST_API):
            yield Answer(api, f"{method} {_path(stack, each)}", tuple(by))


def _path(stack: Stack, of: Resource) -> str:
    parts: list[str] = []
    found = stack.referred(of, "resourceId", REST_RESOURCE)
    while found:
        parts.insert(0, found[0].inputs["pathPart"])
        found = stack.referred(found[0], "parentId", REST_RESOURCE)
    return "/" + "/".join(parts)
