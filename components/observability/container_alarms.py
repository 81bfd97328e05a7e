"""Alarms of containers: of tasks that are missing, and of tasks that have too little."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import Dimensions, metric_alarm

NAMESPACE = "AWS/ECS"
# Percent of what the task has; above it work is late, or the task is killed.
BUSY_PERCENT = 80
# A task sends one value a minute, so that their number is that of the tasks:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html
SECONDS = 60
MINUTES = 5


def alarms_of(
    name: str,
    dimensions: Dimensions,
    tasks: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> dict[str, aws.cloudwatch.MetricAlarm]:
    """Go to ALARM when fewer than ``tasks`` have run for five minutes, no data included, and when
    they need more than 80 % of their processor or of their memory in most of ``alarm_periods``.
    """
    found = {"tasks": _missing(name, dimensions, tasks, defaults, opts)}
    for word, metric in (("cpu", "CPUUtilization"), ("memory", "MemoryUtilization")):
        found[word] = metric_alarm(
            f"{name}-{word}-alarm",
            defaults,
            opts,
            alarm_description=f"The tasks use most of their {word}: give them more, or more tasks.",
            threshold=BUSY_PERCENT,
            namespace=NAMESPACE,
            metric_name=metric,
            statistic="Average",
            period=defaults.alarm_period_seconds,
            dimensions=dict(dimensions),
        )
    return found


def _missing(
    name: str,
    dimensions: Dimensions,
    tasks: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    return metric_alarm(
        f"{name}-tasks-alarm",
        defaults,
        opts,
        alarm_description="Fewer tasks run than there should be: the reason is in the events of "
        "the service and in the log.",
        comparison_operator="LessThanThreshold",
        threshold=tasks,
        evaluation_periods=MINUTES,
        datapoints_to_alarm=MINUTES,
        treat_missing_data="breaching",
        namespace=NAMESPACE,
        metric_name="CPUUtilization",
        statistic="SampleCount",
        period=SECONDS,
        dimensions=dict(dimensions),
    )
