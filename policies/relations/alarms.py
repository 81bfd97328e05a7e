"""Alarms: which of them watch a resource, which metrics, and from which value on."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from policies.framework.aws import cloudwatch
from policies.framework.graph import Graph
from policies.framework.resource import UNKNOWN, Resource, Undecided
from policies.relations.expressions import value_of

# The properties of an alarm that refer to the resource whose metric it watches.
PLACES = ("dimensions", "metricQueries")

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
}

# Statistics of a period that do not rise with the metric: its least value, and how often it was
# measured.
HIDING = ("Minimum", "SampleCount")

# One count in a thousand values, of which an average is made.
SHARE = 0.001

# Invocations in a period: a failure must not be hidden by few of them, nor by many.
TRAFFIC = (1, 100, 1_000_000)

# Each halves the distance to the share that is looked for: below 0.001 % of 100 %.
BISECTIONS = 20


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
        for query in queries(alarm)
        if query.get("metric")
    ]


def watches(alarm: Resource, namespace: str, *names: str) -> bool:
    """Whether an alarm uses all of these metrics, and goes to ALARM when its value rises."""
    used = {metric.name for metric in metrics(alarm) if metric.namespace == namespace}
    rises = alarm.get("comparisonOperator") in COMPARISONS
    return used >= set(names) and rises and alarm.get("statistic", "") not in HIDING


def alarms_on_first(alarm: Resource, namespace: str, name: str) -> bool:
    """Whether the first count of a metric is enough for ALARM, and none is not."""
    if not alarm.has("metricQueries"):
        if alarm.has("extendedStatistic") or alarm.get("statistic", "Sum") == "Minimum":
            return False
        counted = SHARE if alarm.get("statistic") == "Average" else 1.0
        return _breaches(alarm, counted) and not _breaches(alarm, 0.0)
    metric = Metric(namespace=namespace, name=name)
    return _breaches(alarm, value(alarm, {metric: 1.0})) and not _breaches(alarm, value(alarm, {}))


def alarms_after_one_period(alarm: Resource) -> bool:
    """Whether one period above the threshold is enough for ALARM."""
    return 1 in (alarm.get("evaluationPeriods"), alarm.get("datapointsToAlarm"))


def percentile(alarm: Resource) -> float:
    """The percentile of an alarm (``p99.9``); 0 for another statistic. The maximum is the 100th."""
    if alarm.get("statistic") == "Maximum":
        return 100.0
    found = re.fullmatch(r"p(\d+(?:\.\d+)?)", str(alarm.get("extendedStatistic", "")).lower())
    return float(found[1]) if found else 0.0


def percent(alarm: Resource, namespace: str, part: str, whole: str) -> float:
    """The share of ``part`` in ``whole``, in percent, from which on an alarm goes to ALARM at any
    traffic; infinite where it does not even when all fails.
    """

    def alarms(share: float, traffic: float) -> bool:
        counts = {part: share * traffic / 100, whole: traffic}
        found = {Metric(namespace=namespace, name=each): n for each, n in counts.items()}
        return _breaches(alarm, value(alarm, found))

    def least(traffic: float) -> float:
        low, high = 0.0, 100.0
        if not alarms(high, traffic):
            return float("inf")
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            low, high = (low, middle) if alarms(middle, traffic) else (middle, high)
        return round(high, 3)

    return max(map(least, TRAFFIC))


def value(alarm: Resource, counts: Mapping[Metric, float]) -> float | None:
    """What an alarm on metric queries compares with its threshold, where its metrics have these
    counts and all others none; None without data.
    """
    values: dict[str, float | None] = {}
    expressions: dict[str, str] = {}
    for query in queries(alarm):
        if query.get("metric"):
            metric = Metric(namespace=_known(query, "namespace"), name=_known(query, "metricName"))
            values[query["id"]] = counts.get(metric, 0.0)
        elif query.get("expression") is UNKNOWN:
            raise Undecided(f"the expression of {alarm.name} is not known yet")
        else:
            expressions[query["id"]] = query.get("expression") or ""
    shown = [query["id"] for query in queries(alarm) if query.get("returnData")]
    compared = [*shown, *expressions, *values][0]
    # An expression may be made of others, in any order.
    for _ in expressions:
        for name, text in expressions.items():
            if all(each in values for each in expressions if re.search(rf"\b{each}\b", text)):
                values[name] = value_of(text, values)
    return values.get(compared)


def _breaches(alarm: Resource, found: float | None) -> bool:
    compare = COMPARISONS.get(alarm.get("comparisonOperator"))
    threshold = alarm.get("threshold")
    if compare is None or found is None or threshold is None:
        return False
    return compare(found, float(threshold))


def queries(alarm: Resource) -> list[dict[str, Any]]:
    """The metric queries of an alarm; raises ``Undecided`` where one is unknown."""
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
