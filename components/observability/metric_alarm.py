"""Metric alarm: what all CloudWatch alarms of a stage have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults

Dimensions = Mapping[str, pulumi.Input[str]]


def metric_alarm(
    name: str, defaults: Defaults, opts: pulumi.ResourceOptions, **inputs: Any
) -> aws.cloudwatch.MetricAlarm:
    """An alarm above its threshold, not for missing data; it notifies the stage's alarm topic when
    it goes to ALARM and back to OK, or has no actions where the stage names no topic.
    """
    actions = None if defaults.alarm_topic is None else [defaults.alarm_topic]
    settings: dict[str, Any] = {
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": defaults.alarm_periods,
        "treat_missing_data": "notBreaching",
        "alarm_actions": actions,
        "ok_actions": actions,
        "tags": defaults.tags,
        **inputs,
    }
    return aws.cloudwatch.MetricAlarm(name, opts=opts, **settings)


def alarm_on_first(
    name: str,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    *,
    metric: tuple[str, str],
    dimensions: Dimensions,
    description: str,
) -> aws.cloudwatch.MetricAlarm:
    """An alarm that goes to ALARM at the first count of a metric, given by namespace and name.

    It has one metric only: a sum of several has no data whenever one of them has none.
    """
    namespace, metric_name = metric
    return metric_alarm(
        name,
        defaults,
        opts,
        alarm_description=description,
        evaluation_periods=1,
        threshold=0,
        namespace=namespace,
        metric_name=metric_name,
        statistic="Sum",
        period=defaults.alarm_period_seconds,
        dimensions=dict(dimensions),
    )


def alarms_on_first(
    name: str,
    namespace: str,
    metrics: Mapping[str, tuple[str, str]],
    dimensions: Dimensions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> list[aws.cloudwatch.MetricAlarm]:
    """One such alarm for each metric, with the word in its logical name and its description."""
    return [
        alarm_on_first(
            f"{name}-{word}-alarm",
            defaults,
            opts,
            metric=(namespace, metric),
            dimensions=dimensions,
            description=description,
        )
        for metric, (word, description) in metrics.items()
    ]


def percentage(
    defaults: Defaults, namespace: str, part: str, whole: str, dimensions: Dimensions
) -> list[Any]:
    """Metric queries for the percentage that ``part`` is of ``whole``, per period."""

    def sum_of(metric: str) -> dict[str, Any]:
        return {
            "id": metric[0].lower() + metric[1:],
            "metric": {
                "namespace": namespace,
                "metric_name": metric,
                "period": defaults.alarm_period_seconds,
                "stat": "Sum",
                "dimensions": dict(dimensions),
            },
        }

    parts, wholes = sum_of(part), sum_of(whole)
    # The larger of both is the divisor: a failure that started in another period still counts.
    expression = f"100 * {parts['id']} / MAX([{parts['id']}, {wholes['id']}])"
    rate = {"id": "percent", "expression": expression, "label": "percent", "return_data": True}
    return [rate, parts, wholes]
