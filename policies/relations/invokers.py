"""Invokers: the services that invoke functions by their policy, without a role."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi

from policies.framework.aws import (
    apigateway,
    apigatewayv2,
    cloudwatch,
    cognito,
    iot,
    lambda_,
    s3,
    secretsmanager,
    sns,
)
from policies.framework.graph import Graph, token
from policies.framework.resource import Resource
from policies.relations.functions import functions_behind

# The service principal that invokes, the property that names the function, and the property with
# a role that is used in place of a permission.
PLACES: dict[type[pulumi.Resource], tuple[str, str, str]] = {
    cloudwatch.EventTarget: ("events.amazonaws.com", "arn", "roleArn"),
    sns.TopicSubscription: ("sns.amazonaws.com", "endpoint", ""),
    s3.BucketNotification: ("s3.amazonaws.com", "lambdaFunctions", ""),
    apigateway.Integration: ("apigateway.amazonaws.com", "uri", "credentials"),
    apigateway.Authorizer: ("apigateway.amazonaws.com", "authorizerUri", "authorizerCredentials"),
    apigatewayv2.Integration: ("apigateway.amazonaws.com", "integrationUri", "credentialsArn"),
    apigatewayv2.Authorizer: (
        "apigateway.amazonaws.com",
        "authorizerUri",
        "authorizerCredentialsArn",
    ),
    cognito.UserPool: ("cognito-idp.amazonaws.com", "lambdaConfig", ""),
    cloudwatch.LogSubscriptionFilter: ("logs.amazonaws.com", "destinationArn", ""),
    iot.TopicRule: ("iot.amazonaws.com", "lambdas", ""),
    secretsmanager.SecretRotation: ("secretsmanager.amazonaws.com", "rotationLambdaArn", ""),
}
INVOKERS = tuple(PLACES)
BY_TYPE = {token(kind): place for kind, place in PLACES.items()}


def invocations(invoker: Resource, graph: Graph) -> Iterator[tuple[str, Resource]]:
    """The functions of the stack that a resource has a service invoke, with the service."""
    service, place, role = BY_TYPE[invoker.type]
    if role and invoker.has(role):
        return
    for function in functions_behind(invoker, place, graph):
        yield service, function


def is_permitted(service: str, function: Resource, graph: Graph) -> bool:
    """Whether a permission lets a service invoke a function; one of a region counts
    (``logs.eu-west-1.amazonaws.com``), and one whose principal is not known.
    """
    name = service.partition(".")[0]
    for permission in _permissions(function, graph):
        principal = permission.properties.get("principal")
        if not isinstance(principal, str) or principal.partition(".")[0] in ("*", name):
            return True
    return False


def _permissions(function: Resource, graph: Graph) -> Iterator[Resource]:
    """The permissions of a function and of its aliases."""
    yield from graph.users(function, lambda_.Permission, "function")
    for alias in graph.users(function, lambda_.Alias, "functionName"):
        yield from graph.users(alias, lambda_.Permission, "function")
