"""Amazon DynamoDB: alarms on throttled requests."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import dynamodb
from pulumi_policy import Severity

from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, alarms_on_first, watches


@rule(
    "dynamodb-table-throttle-alarm",
    "A table has an alarm on its first throttled read and write",
    about=dynamodb.Table,
    severity=Severity.HIGH,
    remedy="Add an alarm on AWS/DynamoDB ReadThrottleEvents and WriteThrottleEvents of this table "
    "(or ThrottledRequests), greater than 0",
    documentation="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "metrics-dimensions.html",
)
def table_has_throttle_alarm(table: Resource, graph: Graph) -> Iterator[str]:
    """A throttled request makes its caller slow or fail, and is seen there without its cause."""
    reads, writes, both = (
        any(
            watches(alarm, "AWS/DynamoDB", metric)
            and alarms_on_first(alarm, "AWS/DynamoDB", metric)
            for alarm in alarms_of(table, graph)
        )
        for metric in ("ReadThrottleEvents", "WriteThrottleEvents", "ThrottledRequests")
    )
    if not (both or (reads and writes)):
        yield "no alarm on its first throttled read and write"


RULES = (table_has_throttle_alarm,)
