"""AWS Step Functions, alarms: on executions that do not end, and on what could not be undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, sfn
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, alarms_on_first, metrics, watches
from policies.relations.failure_alarms import STATE_MACHINE, first_failure_alarms, rate_alarms
from policies.relations.workflows import definition_of, states

GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg"
STATES = "AWS/States"
UNFINISHED = ("ExecutionsTimedOut", "ExecutionsAborted")

# How an error, and the metric that counts it, says that something was not undone.
NOT_UNDONE = re.compile(r"(?i)compensat|undo|undone|roll_?-?back|refund")


@rule(
    "stepfunctions-state-machine-unfinished-alarm",
    "A state machine has alarms on executions that time out or are aborted",
    about=sfn.StateMachine,
    severity=Severity.MEDIUM,
    remedy="Add alarms on AWS/States ExecutionsTimedOut and ExecutionsAborted, greater than 0",
    documentation=f"{GUIDE}/procedure-cw-metrics.html",
)
def state_machine_has_unfinished_alarm(machine: Resource, graph: Graph) -> Iterator[str]:
    """Neither is a failed execution: the alarm on failures does not see them."""
    alarms = alarms_of(machine, graph)
    for metric in UNFINISHED:
        if not any(
            watches(alarm, STATES, metric) and alarms_on_first(alarm, STATES, metric)
            for alarm in alarms
        ):
            yield f"no alarm on the first count of {metric}"


@rule(
    "stepfunctions-compensation-alarm",
    "A workflow that undoes its steps has an alarm on what could not be undone",
    about=sfn.StateMachine,
    waits=True,
    severity=Severity.HIGH,
    remedy="Add an alarm on the metric that counts failed compensations (CompensationsFailed), "
    "greater than 0; or one on the first failed execution of the state machine",
    documentation=f"{GUIDE}/concepts-error-handling.html",
)
def failed_compensation_has_alarm(machine: Resource, graph: Graph) -> Iterator[str]:
    """Where failing is ordinary business, the alarm on the share of failures does not
    distinguish a declined card from money that was not given back."""
    errors = [
        str(state.get("Error"))
        for _, state in states(definition_of(machine))
        if NOT_UNDONE.search(str(state.get("Error")))
    ]
    shares = {alarm.urn for alarm in rate_alarms(machine, graph, STATE_MACHINE)}
    first = first_failure_alarms(machine, graph, STATE_MACHINE)
    if not errors or any(alarm.urn not in shares for alarm in first):
        return
    if not any(_counts(alarm, machine) for alarm in graph.all(cloudwatch.MetricAlarm)):
        yield f"it ends with {errors[0]}, and no alarm is on the first of these"


def _counts(alarm: Resource, machine: Resource) -> bool:
    """Whether an alarm goes to ALARM at the first count of a metric of failed compensations, of the
    service that the state machine is of.
    """
    named = [each for each in metrics(alarm) if NOT_UNDONE.search(each.name)]
    same = alarm.tags.get("service") == machine.tags.get("service")
    return same and any(alarms_on_first(alarm, each.namespace, each.name) for each in named)


RULES = (state_machine_has_unfinished_alarm, failed_compensation_has_alarm)
