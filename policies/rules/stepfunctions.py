"""AWS Step Functions: traces and logs of state machines, and alarms on failed executions."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sfn
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.failure_alarms import STATE_MACHINE, rate_faults

GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg"


@rule(
    "stepfunctions-state-machine-tracing-enabled",
    "A state machine is traced",
    about=sfn.StateMachine,
    severity=Severity.MEDIUM,
    remedy="Set tracing_configuration.enabled to True",
    documentation=f"{GUIDE}/concepts-xray-tracing.html",
)
def state_machine_is_traced(machine: Resource) -> Iterator[str]:
    """A trace shows which step of an execution was slow or failed, and what it called."""
    if machine.get("tracingConfiguration.enabled") is not True:
        yield "tracing is not enabled"


@rule(
    "stepfunctions-state-machine-logging",
    "A state machine logs its errors",
    about=sfn.StateMachine,
    severity=Severity.MEDIUM,
    remedy="Set logging_configuration.level to ERROR or ALL",
    documentation=f"{GUIDE}/cw-logs.html",
)
def state_machine_logs_errors(machine: Resource) -> Iterator[str]:
    """The history of an execution is deleted after 90 days, and of an express one there is none."""
    if (level := machine.get("loggingConfiguration.level", "OFF")) == "OFF":
        yield f"logging level is {level}"


@rule(
    "stepfunctions-state-machine-failure-alarm",
    "A state machine has an alarm on its failed executions",
    about=sfn.StateMachine,
    severity=Severity.HIGH,
    remedy="Add an alarm on ExecutionsFailed of AWS/States for this state machine, greater than 0 "
    "in one period, or on 100 * ExecutionsFailed / ExecutionsStarted with a threshold within the "
    "limit",
    documentation=f"{GUIDE}/procedure-cw-metrics.html",
)
def state_machine_has_failure_alarm(
    machine: Resource, graph: Graph, *, maximum_percent: float = 5.0
) -> Iterator[str]:
    """A failed execution stays where it stopped, with part of its work done."""
    yield from rate_faults(machine, graph, STATE_MACHINE, maximum_percent)


RULES = (state_machine_is_traced, state_machine_logs_errors, state_machine_has_failure_alarm)
