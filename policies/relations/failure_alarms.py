"""Failure alarms: those on failed invocations of a function or executions of a state machine."""

from __future__ import annotations

from collections.abc import Iterator

from policies.framework.aws import sfn
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.relations.alarms import (
    alarms_after_one_period,
    alarms_of,
    alarms_on_first,
    percent,
    watches,
)
from policies.relations.functions import functions_behind

# Namespace, metric of what failed, metric of all.
FUNCTION = ("AWS/Lambda", "Errors", "Invocations")
STATE_MACHINE = ("AWS/States", "ExecutionsFailed", "ExecutionsStarted")


def rate_alarms(resource: Resource, graph: Graph, metrics: tuple[str, str, str]) -> list[Resource]:
    """The alarms on the share of a resource's runs that fail."""
    return [alarm for alarm in alarms_of(resource, graph) if watches(alarm, *metrics)]


def first_failure_alarms(
    resource: Resource, graph: Graph, metrics: tuple[str, str, str]
) -> list[Resource]:
    """The alarms that the first failure in one period sets off: stricter than any share."""
    namespace, failed, _ = metrics
    return [
        alarm
        for alarm in alarms_of(resource, graph)
        if watches(alarm, namespace, failed)
        and alarms_on_first(alarm, namespace, failed)
        and alarms_after_one_period(alarm)
    ]


def rate_faults(
    resource: Resource, graph: Graph, metrics: tuple[str, str, str], maximum_percent: float
) -> Iterator[str]:
    """What is wrong with the rate alarms of a resource; nothing if one has a threshold of at most
    ``maximum_percent``.
    """
    if first_failure_alarms(resource, graph, metrics):
        return
    thresholds = [percent(alarm, *metrics) for alarm in rate_alarms(resource, graph, metrics)]
    if not thresholds:
        yield f"no alarm on {metrics[1]} as a share of {metrics[2]}"
    elif min(thresholds) == float("inf"):
        yield f"the alarm on {metrics[1]} does not go to ALARM at any traffic when all fails"
    elif min(thresholds) > maximum_percent:
        yield (
            f"the alarm on {metrics[1]} has a threshold of {min(thresholds):g} %, "
            f"above {maximum_percent:g} %"
        )


def without_failure_alarm(target: Resource, key: str, graph: Graph) -> Iterator[Resource]:
    """The functions and state machines that a property refers to and that have no alarm on their
    failures.
    """
    for function in functions_behind(target, key, graph):
        if not _has_failure_alarm(function, graph, FUNCTION):
            yield function
    for machine in graph.of(target, key, sfn.StateMachine):
        if not _has_failure_alarm(machine, graph, STATE_MACHINE):
            yield machine


def _has_failure_alarm(resource: Resource, graph: Graph, metrics: tuple[str, str, str]) -> bool:
    alarms = first_failure_alarms(resource, graph, metrics)
    return bool(alarms or rate_alarms(resource, graph, metrics))
