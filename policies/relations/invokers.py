"""Invokers: the services that invoke functions by their policy, without a role."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

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
# Where an invoker is not the source itself: the property that refers to it, and its classes.
OWNERS: dict[str, tuple[str, tuple[type[pulumi.Resource], ...]]] = {
    token(cloudwatch.EventTarget): ("rule", (cloudwatch.EventRule,)),
    token(sns.TopicSubscription): ("topic", (sns.Topic,)),
    token(s3.BucketNotification): ("bucket", (s3.Bucket,)),
    token(apigateway.Integration): ("restApi", (apigateway.RestApi,)),
    token(apigateway.Authorizer): ("restApi", (apigateway.RestApi,)),
    token(apigatewayv2.Integration): ("apiId", (apigatewayv2.Api,)),
    token(apigatewayv2.Authorizer): ("apiId", (apigatewayv2.Api,)),
    token(cloudwatch.LogSubscriptionFilter): ("logGroup", (cloudwatch.LogGroup,)),
    token(secretsmanager.SecretRotation): ("secretId", (secretsmanager.Secret,)),
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


def is_permitted(service: str, invoker: Resource, function: Resource, graph: Graph) -> bool:
    """Whether a permission lets a service invoke a function for what the invoker is of; one of a
    region counts (``logs.eu-west-1.amazonaws.com``), and one whose principal is not known.
    """
    name = service.partition(".")[0]
    sources = _sources(invoker, graph)
    for permission in _permissions(function, graph):
        principal = permission.properties.get("principal")
        meant = not isinstance(principal, str) or principal.partition(".")[0] in ("*", name)
        if meant and _is_for(permission, sources, graph):
            return True
    return False


def _sources(invoker: Resource, graph: Graph) -> list[Resource]:
    """What a service names as the source when it invokes: the rule, the topic, the API."""
    if (of := OWNERS.get(invoker.type)) is None:
        return [invoker]
    key, kinds = of
    return [each for kind in kinds for each in graph.of(invoker, key, kind)]


def _is_for(permission: Resource, sources: list[Resource], graph: Graph) -> bool:
    """Whether a permission is for one of the sources, or nothing shows that it is for another."""
    given = permission.properties.get("sourceArn")
    known = [text for each in sources for text in _called(each)]
    if not isinstance(given, str):
        kinds = {each.type for each in sources}
        named = [each for each in graph.of(permission, "sourceArn") if each.type in kinds]
        return not named or any(each in sources for each in named)
    return not known or any(text in given or fnmatchcase(text, given) for text in known)


def _called(source: Resource) -> list[str]:
    """What is known of the ARN of a source."""
    found = [source.properties.get(key) for key in ("arn", "executionArn", "id", "bucket")]
    return [each for each in found if isinstance(each, str) and each]


def _permissions(function: Resource, graph: Graph) -> Iterator[Resource]:
    """The permissions of a function and of its aliases."""
    yield from graph.users(function, lambda_.Permission, "function")
    for alias in graph.users(function, lambda_.Alias, "functionName"):
        yield from graph.users(alias, lambda_.Permission, "function")
