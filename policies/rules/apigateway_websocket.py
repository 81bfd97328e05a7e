"""Amazon API Gateway, WebSocket APIs: who may connect, and what is kept of connections."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigatewayv2, dynamodb
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.apis import OPEN
from policies.relations.functions import functions_behind

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
CONNECT, DISCONNECT = "$connect", "$disconnect"


@rule(
    "apigateway-websocket-connect-authorizer",
    "The $connect route of a WebSocket API has an authorizer",
    about=apigatewayv2.Route,
    severity=Severity.HIGH,
    remedy="Give the route an authorizer (authorization_type CUSTOM, or AWS_IAM)",
    documentation=f"{GUIDE}/apigateway-websocket-api-control-access.html",
)
def connect_has_authorizer(route: Resource) -> Iterator[str]:
    """No other route can have one: who has connected may send every message."""
    if route.get("routeKey") == CONNECT and route.get("authorizationType") in OPEN:
        yield "anybody may connect"


@rule(
    "apigateway-websocket-connections-ttl",
    "The table of a WebSocket API's connections deletes them after a time",
    about=dynamodb.Table,
    severity=Severity.MEDIUM,
    remedy="Set ttl with an attribute that is two hours after the connect, which is how long a "
    "connection can last",
    documentation=f"{GUIDE}/apigateway-websocket-api-route-keys-connect-disconnect.html",
)
def connections_expire(table: Resource, graph: Graph) -> Iterator[str]:
    """API Gateway calls $disconnect at best: rows of connections that are gone would stay."""
    if table.get("ttl.enabled") is True:
        return
    by_key = "connection" in f"{table.get('hashKey', '')} {table.get('rangeKey', '')}".lower()
    if _uses(table, CONNECT, graph) and (by_key or _uses(table, DISCONNECT, graph)):
        yield f"{CONNECT} writes connections that never expire"


def _uses(table: Resource, key: str, graph: Graph) -> bool:
    """Whether a function behind a route finds the table in its variables."""
    return any(
        table in graph.of(function, "environment", dynamodb.Table)
        for route in graph.all(apigatewayv2.Route)
        if route.get("routeKey") == key
        for integration in graph.of(route, "target", apigatewayv2.Integration)
        for function in functions_behind(integration, "integrationUri", graph)
    )


RULES = (connect_has_authorizer, connections_expire)
