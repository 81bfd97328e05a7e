"""AWS AppSync: traces of GraphQL APIs."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import appsync
from pulumi_policy import Severity

from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "appsync-graphql-api-tracing-enabled",
    "A GraphQL API is traced",
    about=appsync.GraphQLApi,
    severity=Severity.MEDIUM,
    remedy="Set xray_enabled to True",
    documentation="https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html",
)
def graphql_api_is_traced(api: Resource) -> Iterator[str]:
    """One query runs many resolvers; a trace shows which of them is slow."""
    if api.get("xrayEnabled") is not True:
        yield "tracing is not enabled"


RULES = (graphql_api_is_traced,)
