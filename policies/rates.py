"""Failure rates: functions, workflows and schedules say when too large a share of them fails."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import cloudwatch, lambda_, scheduler, sfn

from policies.functions import functions_behind
from policies.graph import Graph
from policies.metrics import alarms_of, percent, watches
from policies.rule import rule
from policies.seen import Seen

FUNCTION = ("AWS/Lambda", "Errors", "Invocations")
WORKFLOW = ("AWS/States", "ExecutionsFailed", "ExecutionsStarted")


def rate_alarms(resource: Seen, graph: Graph, metrics: tuple[str, str, str]) -> list[Seen]:
    """The alarms that ring when a share of a resource's runs fails."""
    return [alarm for alarm in alarms_of(resource, graph) if watches(alarm, *metrics)]


def faults(
    resource: Seen, graph: Graph, metrics: tuple[str, str, str], limit: float
) -> Iterator[str]:
    """What is wrong with the failure alarm of a resource; nothing if one rings at ``limit``."""
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
    remedy="Alarm on 100 * ExecutionsFailed / ExecutionsStarted of AWS/States for this machine, "
    "within the limit",
)
def a_workflow_that_fails_rings(
    machine: Seen, graph: Graph, *, most_percent: float = 5.0
) -> Iterator[str]:
    """A failed execution stays where it stopped, half of its work done, until somebody looks."""
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
    functions = [(each, FUNCTION) for each in functions_behind(target, runs, graph)]
    machines = [(each, WORKFLOW) for each in graph.of(target, runs, sfn.StateMachine)]
    for run, metrics in (*functions, *machines):
        if not rate_alarms(run, graph, metrics):
            yield f"is run by a schedule, and {run.name} has no alarm on its failures"


RULES = (a_function_that_fails_rings, a_workflow_that_fails_rings, a_schedule_retries_and_rings)
