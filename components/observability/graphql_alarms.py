"""Alarms of GraphQL APIs: latency, and requests that AppSync itself fails.

A field that fails is answered with status 200 and an entry in ``errors``: the alarms of the
function, table or API behind it see that, and the field log says which field it was.
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import Metric, latency_alarm, metric_alarm, percentage

APPSYNC = "AWS/AppSync"


def latency(
    name: str, api_id: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the 99th percentile of latency is above ``latency_p99_ms`` in most of
    ``alarm_periods``.
    """
    return latency_alarm(
        name,
        defaults,
        opts,
        metric=Metric(namespace=APPSYNC, name="Latency", dimensions={"GraphQLAPIId": api_id}),
        description="p99 latency is too high: a trace shows which resolver takes the time.",
    )


def server_errors(
    name: str, api_id: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``server_error_percent`` of the requests in one window are 5xx.

    AppSync counts requests by Region only; those of one API are as many as its latencies:
    https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
    """
    here = {"GraphQLAPIId": api_id}
    failed = Metric(namespace=APPSYNC, name="5XXError", dimensions=here, alias="fiveXX")
    requests = Metric(
        namespace=APPSYNC,
        name="Latency",
        dimensions=here,
        statistic="SampleCount",
        alias="requests",
    )
    return metric_alarm(
        f"{name}-server-errors-alarm",
        defaults,
        opts,
        alarm_description="Too many requests end with 5xx: look at the field log and the traces.",
        evaluation_periods=1,
        threshold=defaults.server_error_percent,
        metric_queries=percentage(defaults, [failed], requests),
    )
