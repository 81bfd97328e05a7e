"""Alarms of executions: of workflows, and of the runs of a schedule."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import (
    Metric,
    alarms_on_first,
    metric_alarm,
    percentage,
)

STATES, SCHEDULER = "AWS/States", "AWS/Scheduler"

# Each metric with the word in its alarm's name, and the alarm's description.
FAILED = {
    "ExecutionsFailed": ("failures", "An execution failed: read its error and cause."),
}
UNFINISHED = {
    "ExecutionsTimedOut": ("timeouts", "An execution timed out: find the state it waited in."),
    "ExecutionsAborted": ("aborts", "An execution was aborted: find out what is incomplete."),
}
RUNS = {
    "TargetErrorCount": ("target", "The target refused a call: check permissions and quotas."),
    "InvocationDroppedCount": ("dropped", "A run was dropped after all retries: start it by hand."),
}


def workflow_failures(
    name: str,
    workflow: pulumi.Input[str],
    percent: float | None,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM at the first execution that fails, times out or is aborted.

    With ``percent`` the alarm on failures goes to ALARM only above that share of the executions in
    one window.
    """
    dimensions = {"StateMachineArn": workflow}
    if percent is None:
        return alarms_on_first(name, STATES, FAILED | UNFINISHED, dimensions, defaults, opts)
    failed, started = (
        Metric(namespace=STATES, name=metric, dimensions=dimensions)
        for metric in ("ExecutionsFailed", "ExecutionsStarted")
    )
    failures = metric_alarm(
        f"{name}-failures-alarm",
        defaults,
        opts,
        alarm_description="Executions fail too often: list the failed ones and read their cause.",
        evaluation_periods=1,
        threshold=percent,
        metric_queries=percentage(defaults, [failed], started),
    )
    return [failures, *alarms_on_first(name, STATES, UNFINISHED, dimensions, defaults, opts)]


def schedule_failures(
    name: str, group: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM at the first failed call of a schedule's target, and at the first dropped run."""
    return alarms_on_first(name, SCHEDULER, RUNS, {"ScheduleGroup": group}, defaults, opts)
