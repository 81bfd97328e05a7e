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


def connects(*keys, hash_key="connectionId", names=True, **properties):
    """A table, and routes, ``$connect`` if none is given, whose functions find it in their
    environment, or do not.
    """
    table = resource(dynamodb.Table, "connections", hashKey=hash_key, **properties)
    found = [table]
    for key in keys or ("$connect",):
        refers = {"environment": [table]} if names else {}
        own = arn("lambda", f"function:{key}")
        function = resource(lambda_.Function, f"f-{key}", refers, arn=own)
        integration = resource(aws.Integration, f"i-{key}", {"integrationUri": [function]})
        route = resource(aws.Route, f"r-{key}", {"target": [integration]}, routeKey=key)
        found += [function, integration, route]
    return found


BOTH = ("$connect", "$disconnect")


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
        "a table of something else, at disconnect": connects("$disconnect", hash_key="userId"),
        "rows of any key expire": connects(*BOTH, hash_key="pk", **EXPIRING),
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
        "the connection is in the sort key": connects(hash_key="userId", rangeKey="connectionId"),
        "connect and disconnect know it": connects(*BOTH, hash_key="pk"),
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
