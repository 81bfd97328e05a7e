"""Metric alarm: what all CloudWatch alarms of a stage have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability import runbooks

Dimensions = Mapping[str, pulumi.Input[str]]

# A share of failures is measured over one window, so that few requests are enough: with the delay
# of metrics a window of five minutes is judged within ten minutes of its first failure.
LONGEST_WINDOW_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A CloudWatch metric, and the statistic of it that is read; its name is also its id in
    expressions, with a small first letter, unless it has an ``alias``.
    """

    namespace: str
    name: str
    dimensions: Dimensions
    statistic: str = "Sum"
    alias: str = ""

    @property
    def id(self) -> str:
        """The id in expressions."""
        return self.alias or self.name[0].lower() + self.name[1:]


def metric_alarm(
    name: str, defaults: Defaults, opts: pulumi.ResourceOptions, **inputs: Any
) -> aws.cloudwatch.MetricAlarm:
    """An alarm above its threshold in most of ``alarm_periods``, or in each of the
    ``evaluation_periods`` if given; missing data is not above it.

    It notifies the stage's alarm topic when it goes to ALARM and back to OK, or has no actions
    where the stage names no topic. Its description ends with the address of its runbook. In most,
    not in all: a period without a request has no data.
    """
    actions = None if defaults.alarm_topic is None else [defaults.alarm_topic]
    most = None if "evaluation_periods" in inputs else defaults.alarm_periods // 2 + 1
    if description := inputs.get("alarm_description"):
        page = runbooks.page_of(inputs)
        inputs["alarm_description"] = runbooks.described(description, defaults.runbooks, page)
    settings: dict[str, Any] = {
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": defaults.alarm_periods,
        "datapoints_to_alarm": most,
        "treat_missing_data": "notBreaching",
        "alarm_actions": actions,
        "ok_actions": actions,
        "tags": defaults.tags,
        **inputs,
    }
    alarm = aws.cloudwatch.MetricAlarm(name, opts=opts, **settings)
    if defaults.alarms is not None:
        defaults.alarms.add(alarm.name)
    return alarm


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


def latency_alarm(
    name: str,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    *,
    metric: Metric,
    description: str,
) -> aws.cloudwatch.MetricAlarm:
    """An alarm that goes to ALARM when the 99th percentile of a latency in milliseconds is above
    ``latency_p99_ms`` in most of ``alarm_periods``.
    """
    return metric_alarm(
        f"{name}-latency-alarm",
        defaults,
        opts,
        alarm_description=description,
        threshold=defaults.latency_p99_ms,
        namespace=metric.namespace,
        metric_name=metric.name,
        extended_statistic="p99",
        period=defaults.alarm_period_seconds,
        dimensions=dict(metric.dimensions),
    )


def window_seconds(defaults: Defaults) -> int:
    """Over how long a share of failures is measured: all of ``alarm_periods``, as one period."""
    return min(LONGEST_WINDOW_SECONDS, defaults.alarm_periods * defaults.alarm_period_seconds)


def percentage(defaults: Defaults, parts: Sequence[Metric], *whole: Metric) -> list[Any]:
    """Metric queries for the percentage that the sum of ``parts`` is of that of ``whole``, per
    window.

    ``SUM`` and ``MAX`` of several time series take those that have data at a time.
    """
    part, of = _summed(parts), _summed(whole)
    # The larger of both is the divisor: a failure that started in another period still counts.
    expression = f"100 * {part} / MAX([{part}, {of}])"
    rate = {"id": "percent", "expression": expression, "label": "percent", "return_data": True}
    return [rate, *[_query_of(metric, window_seconds(defaults)) for metric in (*parts, *whole)]]


def _summed(metrics: Sequence[Metric]) -> str:
    ids = [metric.id for metric in metrics]
    return ids[0] if len(ids) == 1 else f"SUM([{', '.join(ids)}])"


def _query_of(metric: Metric, period: int) -> dict[str, Any]:
    return {
        "id": metric.id,
        "metric": {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "period": period,
            "stat": metric.statistic,
            "dimensions": dict(metric.dimensions),
        },
    }
