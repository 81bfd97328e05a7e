"""Amazon DynamoDB: alarms on throttled requests, and whose a table is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import dynamodb, iam
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, alarms_on_first, watches
from policies.relations.roles import documents

METRICS = ("ReadThrottleEvents", "WriteThrottleEvents", "ThrottledRequests")
# The dimension of an index, beside that of its table, which does not count it.
INDEX = "GlobalSecondaryIndexName"
# The tag of roles and tables that says which service each is of.
SERVICE = "service"
# What a table is that does not say.
PROVISIONED = "PROVISIONED"


@rule(
    "dynamodb-table-throttle-alarm",
    "A table and each of its indexes have an alarm on the first throttled read and write",
    about=dynamodb.Table,
    severity=Severity.HIGH,
    remedy="Add an alarm on AWS/DynamoDB ReadThrottleEvents and WriteThrottleEvents of this table "
    "(or ThrottledRequests), and one of each with the dimension GlobalSecondaryIndexName, greater "
    "than 0",
    documentation="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "metrics-dimensions.html",
)
def table_has_throttle_alarm(table: Resource, graph: Graph) -> Iterator[str]:
    """A throttled request makes its caller slow or fail, and is seen there without its cause."""
    alarms = alarms_of(table, graph)
    if not _is_watched([alarm for alarm in alarms if not _of_index(alarm)]):
        yield "no alarm on its first throttled read and write"
    for index in table.get("globalSecondaryIndexes", []):
        name = index["name"]
        if name is not UNKNOWN and not _is_watched([a for a in alarms if _of_index(a) == name]):
            yield f"no alarm on the first throttled read and write of its index {name}"


@rule(
    "dynamodb-table-owner",
    "No service reaches into a table of another",
    about=iam.Role,
    severity=Severity.HIGH,
    remedy="Ask the service by its API, or keep a copy from its events; or correct the tag service "
    "of the role or the table",
    documentation="https://docs.aws.amazon.com/prescriptive-guidance/latest/"
    "modernization-data-persistence/database-per-service.html",
)
def table_has_one_owner(role: Resource, graph: Graph) -> Iterator[str]:
    """A table that two services read is a contract that neither has written down: it cannot change
    without both."""
    own = role.tags.get(SERVICE)
    if own is None:
        return
    for policy in documents(role, graph):
        for table in graph.of(policy.holder, policy.key, dynamodb.Table):
            owner = table.tags.get(SERVICE)
            if owner is not None and owner != own:
                yield f"a role of {own} names {table.name} of {owner}"


@rule(
    "dynamodb-table-on-demand",
    "Outside production a table is billed by request",
    about=dynamodb.Table,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    remedy="Leave out the capacity where the load is that of tests, or say in an exemption what "
    "load it is for",
    documentation="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "capacity-mode.html",
)
def table_is_on_demand(table: Resource) -> Iterator[str]:
    """Provisioned capacity is paid for while no one uses it, as at night in a stage for tests."""
    provisioned = table.get("billingMode", PROVISIONED) == PROVISIONED
    if provisioned and not Level.MANDATORY_IN_PROD.binds(table.stack):
        yield "its capacity is provisioned"


def _is_watched(alarms: list[Resource]) -> bool:
    reads, writes, both = (
        any(
            watches(alarm, "AWS/DynamoDB", metric)
            and alarms_on_first(alarm, "AWS/DynamoDB", metric)
            for alarm in alarms
        )
        for metric in METRICS
    )
    return both or (reads and writes)


def _of_index(alarm: Resource) -> Any:
    """The index whose requests an alarm counts; None if they are the table's."""
    if not alarm.has("metricQueries"):
        return alarm.get(f"dimensions.{INDEX}")
    metrics = [query["metric"] for query in alarm.get("metricQueries") if query.get("metric")]
    return metrics[0].get("dimensions", {}).get(INDEX)


RULES = (table_has_throttle_alarm, table_has_one_owner, table_is_on_demand)
