"""WebSocket rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import apigatewayv2 as aws
from pulumi_aws import dynamodb, lambda_

from policies.rules import apigateway_websocket
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

EXPIRING = {"ttl": {"enabled": True, "attributeName": "expiresAt"}}


def route(key="$connect", **properties):
    return resource(aws.Route, "route", routeKey=key, **properties)


def connects(key="$connect", hash_key="connectionId", names=True, **properties):
    """A table, and a route whose function finds it in its environment, or does not."""
    table = resource(dynamodb.Table, "connections", hashKey=hash_key, **properties)
    refers = {"environment": [table]} if names else {}
    function = resource(lambda_.Function, "f", refers, arn=arn("lambda", "function:f"))
    integration = resource(aws.Integration, "i", {"integrationUri": [function]})
    return [
        table,
        function,
        integration,
        resource(aws.Route, "r", {"target": [integration]}, routeKey=key),
    ]


ALLOWED = {
    apigateway_websocket.connect_has_authorizer: {
        "a function decides": [route(authorizationType="CUSTOM")],
        "IAM decides": [route(authorizationType="AWS_IAM")],
        "another route": [route("say", authorizationType="NONE")],
        "a route of an HTTP API": [route("GET /items")],
    },
    apigateway_websocket.connections_expire: {
        "rows expire": connects(**EXPIRING),
        "the function of another route": connects("say"),
        "a table of something else": connects(hash_key="userId"),
        "a table that no connect knows": connects(names=False),
    },
}
REFUSED = {
    apigateway_websocket.connect_has_authorizer: {
        "nothing is set": [route()],
        "it is open": [route(authorizationType="NONE")],
    },
    apigateway_websocket.connections_expire: {
        "there is no TTL": connects(),
        "it is switched off": connects(ttl={"enabled": False}),
        "the key is written otherwise": connects(hash_key="connection_id"),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
