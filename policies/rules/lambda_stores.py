"""AWS Lambda and databases: how many connections functions open."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_, rds
from policies.framework.graph import Graph, strings
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.roles import documents, role_of

CONNECTS = "rds-db:connect"
DATABASES = (rds.Instance, rds.Cluster, rds.ClusterInstance, rds.Proxy, rds.ProxyEndpoint)
# What reserves nothing, as Lambda and the provider write it.
NO_LIMIT = -1


@rule(
    "lambda-function-database-concurrency",
    "A function that connects to a database has a limit on its concurrency",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.MEDIUM,
    remedy="Give the function reserved_concurrency, or its event source mapping a "
    "maximum_concurrency, below what the database takes",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
)
def database_client_has_a_limit(function: Resource, graph: Graph) -> Iterator[str]:
    """Each execution environment has a connection: a thousand at once are more than a database
    takes."""
    limited = function.get("reservedConcurrentExecutions", NO_LIMIT) != NO_LIMIT
    mappings = graph.users(function, lambda_.EventSourceMapping, "functionName")
    limited |= any(each.has("scalingConfig.maximumConcurrency") for each in mappings)
    if function.has("vpcConfig") and not limited and _connects(function, graph):
        yield "it connects to a database, and nothing limits how often at once"


def _connects(function: Resource, graph: Graph) -> bool:
    """Whether its role may, or its environment says where a database is."""
    if any(graph.of(function, "environment", kind) for kind in DATABASES):
        return True
    role = role_of(function, "role", graph)
    return role is not None and any(
        CONNECTS in strings(each.holder.properties.get(each.key)) for each in documents(role, graph)
    )


RULES = (database_client_has_a_limit,)
