"""Failures: functions and workflows say when they fail, and so does what a schedule runs."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import cloudwatch, lambda_, scheduler, sfn

from policies.functions import functions_behind
from policies.graph import Graph
from policies.metrics import alarms_of, percent, rings_at_once, rings_at_the_first, watches
from policies.rule import rule
from policies.seen import Seen

FUNCTION = ("AWS/Lambda", "Errors", "Invocations")
WORKFLOW = ("AWS/States", "ExecutionsFailed", "ExecutionsStarted")


def rate_alarms(resource: Seen, graph: Graph, metrics: tuple[str, str, str]) -> list[Seen]:
    """The alarms that ring when a share of a resource's runs fails."""
    return [alarm for alarm in alarms_of(resource, graph) if watches(alarm, *metrics)]


def failure_alarms(machine: Seen, graph: Graph) -> list[Seen]:
    """The alarms that ring at once when the first execution of a state machine fails."""
    namespace, failed, _ = WORKFLOW
    return [
        alarm
        for alarm in alarms_of(machine, graph)
        if not alarm.has("metricQueries")
        and watches(alarm, namespace, failed)
        and rings_at_the_first(alarm)
        and rings_at_once(alarm)
    ]


def faults(
    resource: Seen, graph: Graph, metrics: tuple[str, str, str], limit: float
) -> Iterator[str]:
    """What is wrong with the rate alarm of a resource; nothing if one rings at ``limit``."""
    rates = [percent(alarm) for alarm in rate_alarms(resource, graph, metrics)]
    if not rates:
        yield "has no alarm on the share of its runs that fail"
    elif min(rates) > limit:
        yield f"has a failure alarm that rings only above {min(rates):g} %, not at {limit:g} %"


@rule(
    about=lambda_.Function,
    remedy="Alarm on 100 * Errors / Invocations of AWS/Lambda for this function, within the limit",
)
def a_function_that_fails_rings(
    function: Seen, graph: Graph, *, most_percent: float = 1.0
) -> Iterator[str]:
    """A count of errors says nothing without the count of calls; a share of them does."""
    yield from faults(function, graph, FUNCTION, most_percent)


@rule(
    about=sfn.StateMachine,
    remedy="Alarm on ExecutionsFailed of AWS/States for this machine, greater than 0 in one "
    "period, or on 100 * ExecutionsFailed / ExecutionsStarted, within the limit",
)
def a_workflow_that_fails_rings(
    machine: Seen, graph: Graph, *, most_percent: float = 5.0
) -> Iterator[str]:
    """A failed execution stays where it stopped, half of its work done, until somebody looks."""
    if not failure_alarms(machine, graph):
        yield from faults(machine, graph, WORKFLOW, most_percent)


@rule(
    about=(cloudwatch.EventTarget, scheduler.Schedule),
    remedy="Give the target a retry policy, and what it runs an alarm on its failures",
)
def a_schedule_retries_and_rings(target: Seen, graph: Graph) -> Iterator[str]:
    """Nobody waits for a nightly run, so nobody notices that it did not happen."""
    retries, runs = "target.retryPolicy", "target"
    if "rule" in target.keys:
        rules = graph.of(target, "rule", cloudwatch.EventRule)
        if not rules:
            yield "belongs to a rule outside this stack, which may be a schedule"
        if not any(each.has("scheduleExpression") for each in rules):
            return
        retries, runs = "retryPolicy", "arn"
    if not target.has(retries):
        yield "is run by a schedule without a retry policy"
    for function in functions_behind(target, runs, graph):
        if not rate_alarms(function, graph, FUNCTION):
            yield f"is run by a schedule, and {function.name} has no alarm on its failures"
    for machine in graph.of(target, runs, sfn.StateMachine):
        if not (failure_alarms(machine, graph) or rate_alarms(machine, graph, WORKFLOW)):
            yield f"is run by a schedule, and {machine.name} has no alarm on its failures"


RULES = (a_function_that_fails_rings, a_workflow_that_fails_rings, a_schedule_retries_and_rings)
