"""Alarms of GraphQL APIs: latency, and requests that AppSync itself fails.

A field that fails is answered with status 200 and an entry in ``errors``: the alarms of the
function, table or API behind it see that, and the field log says which field it was.
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import metric_alarm, window_seconds

APPSYNC = "AWS/AppSync"


def latency(
    name: str, api_id: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the 99th percentile of latency is above ``latency_p99_ms`` in most of
    ``alarm_periods``.
    """
    return metric_alarm(
        f"{name}-latency-alarm",
        defaults,
        opts,
        alarm_description="p99 latency is too high: a trace shows which resolver takes the time.",
        threshold=defaults.latency_p99_ms,
        namespace=APPSYNC,
        metric_name="Latency",
        extended_statistic="p99",
        period=defaults.alarm_period_seconds,
        dimensions={"GraphQLAPIId": api_id},
    )


def server_errors(
    name: str, api_id: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``server_error_percent`` of the requests in one window are 5xx.

    AppSync counts requests by Region only; those of one API are as many as its latencies:
    https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
    """
    expression = "100 * fiveXX / MAX([fiveXX, requests])"
    share = {"id": "percent", "expression": expression, "label": "percent", "return_data": True}
    metrics = (("fiveXX", "5XXError", "Sum"), ("requests", "Latency", "SampleCount"))
    parts = [
        {
            "id": key,
            "metric": {
                "namespace": APPSYNC,
                "metric_name": metric,
                "period": window_seconds(defaults),
                "stat": statistic,
                "dimensions": {"GraphQLAPIId": api_id},
            },
        }
        for key, metric, statistic in metrics
    ]
    return metric_alarm(
        f"{name}-server-errors-alarm",
        defaults,
        opts,
        alarm_description="Too many requests end with 5xx: look at the field log and the traces.",
        evaluation_periods=1,
        threshold=defaults.server_error_percent,
        metric_queries=[share, *parts],
    )
