"""Alarms: which of them watch a resource, which metrics, and from which value on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from policies.framework.graph import Graph
from policies.framework.resource import UNKNOWN, Resource, Undecided

# The properties of an alarm that refer to the resource whose metric it watches.
PLACES = ("dimensions", "metricQueries")


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric that an alarm uses."""

    namespace: str
    name: str


def alarms_of(resource: Resource, graph: Graph) -> list[Resource]:
    """The alarms that watch a metric of a resource."""
    kind: type[pulumi.Resource] = cloudwatch.MetricAlarm
    return [alarm for place in PLACES for alarm in graph.users(resource, kind, place)]


def metrics(alarm: Resource) -> list[Metric]:
    """The metrics of an alarm; raises ``Undecided`` where one is unknown."""
    if not alarm.has("metricQueries"):
        return [Metric(namespace=alarm.get("namespace", ""), name=alarm.get("metricName", ""))]
    return [
        Metric(namespace=_known(query, "namespace"), name=_known(query, "metricName"))
        for query in _queries(alarm)
        if query.get("metric")
    ]


def watches(alarm: Resource, namespace: str, *names: str) -> bool:
    """Whether an alarm uses all of these metrics, and goes to ALARM when its value rises."""
    used = {metric.name for metric in metrics(alarm) if metric.namespace == namespace}
    upwards = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")
    return used >= set(names) and alarm.get("comparisonOperator") in upwards


def alarms_above_zero(alarm: Resource) -> bool:
    """Whether any value above zero is enough for ALARM."""
    return bool(
        alarm.get("comparisonOperator") == "GreaterThanThreshold" and alarm.get("threshold") == 0
    )


def alarms_after_one_period(alarm: Resource) -> bool:
    """Whether one period above the threshold is enough for ALARM."""
    return 1 in (alarm.get("evaluationPeriods"), alarm.get("datapointsToAlarm"))


def percent(alarm: Resource) -> float:
    """The threshold of a rate alarm in percent, also where its expression is a plain fraction."""
    scale = 1 if any("100" in text for text in _expressions(alarm)) else 100
    return float(alarm.get("threshold", float("inf"))) * scale


def _expressions(alarm: Resource) -> Iterator[str]:
    for query in _queries(alarm):
        expression = query.get("expression", "")
        if expression is UNKNOWN:
            raise Undecided(f"the expression of {alarm.name} is not known yet")
        yield expression or ""


def _queries(alarm: Resource) -> list[dict[str, Any]]:
    queries: list[Any] = alarm.get("metricQueries", [])
    if UNKNOWN in queries:
        raise Undecided(f"a metric query of {alarm.name} is not known yet")
    return queries


def _known(query: dict[str, Any], key: str) -> str:
    metric = query["metric"]
    value = UNKNOWN if metric is UNKNOWN else metric.get(key)
    if value is UNKNOWN:
        raise Undecided(f"{key} in a metric query is not known yet")
    return str(value)
