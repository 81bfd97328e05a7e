"""AWS Lambda and databases: how many connections functions open."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import iam, lambda_
from policies.framework.graph import Graph, strings
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule

CONNECTS = "rds-db:connect"


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
    if not function.has("vpcConfig") or function.has("reservedConcurrentExecutions"):
        return
    mappings = graph.users(function, lambda_.EventSourceMapping, "functionName")
    if any(each.has("scalingConfig.maximumConcurrency") for each in mappings):
        return
    roles = graph.of(function, "role", iam.Role)
    policies = [each for role in roles for each in graph.users(role, iam.RolePolicy, "role")]
    if any(CONNECTS in strings(each.properties.get("policy")) for each in policies):
        yield "it connects to a database, and nothing limits how often at once"


RULES = (database_client_has_a_limit,)
