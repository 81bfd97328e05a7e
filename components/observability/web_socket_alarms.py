"""Alarms of WebSocket APIs: latency, failures, and how many connect and send."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import (
    Dimensions,
    Metric,
    latency_alarm,
    metric_alarm,
    percentage,
)

# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
NAMESPACE = "AWS/ApiGateway"
FAILED = ("IntegrationError", "ExecutionError")
CALLED = ("ConnectCount", "MessageCount")


def of_stage(
    name: str,
    stage: aws.apigatewayv2.Stage,
    rates: Mapping[str, float],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> tuple[aws.cloudwatch.MetricAlarm, ...]:
    """Alarms on latency, on failures, and on each of ``rates``: a metric, and the most that may
    pass a second.
    """
    dimensions = {"ApiId": stage.api_id, "Stage": stage.name}
    return (
        latency(name, dimensions, defaults, opts),
        server_errors(name, dimensions, defaults, opts),
        *(rate(name, metric, most, dimensions, defaults, opts) for metric, most in rates.items()),
    )


def latency(
    name: str, dimensions: Dimensions, defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the 99th percentile of the functions' latency is above
    ``latency_p99_ms`` in most of ``alarm_periods``; a message has no latency of its own.
    """
    return latency_alarm(
        name,
        defaults,
        opts,
        metric=Metric(namespace=NAMESPACE, name="IntegrationLatency", dimensions=dimensions),
        description="p99 latency is too high: look for the slow route in the access log.",
    )


def server_errors(
    name: str, dimensions: Dimensions, defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``server_error_percent`` of the connects and messages of one
    window fail: in their function, or in calling it.
    """

    def metrics(names: tuple[str, ...]) -> list[Metric]:
        return [Metric(namespace=NAMESPACE, name=each, dimensions=dimensions) for each in names]

    return metric_alarm(
        f"{name}-server-errors-alarm",
        defaults,
        opts,
        alarm_description="Too many messages fail: look at its functions' errors and timeouts.",
        evaluation_periods=1,
        threshold=defaults.server_error_percent,
        metric_queries=percentage(defaults, metrics(FAILED), *metrics(CALLED)),
    )


def rate(
    name: str,
    metric: str,
    per_second: float,
    dimensions: Dimensions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``per_second`` connect (``ConnectCount``) or are sent to and
    from clients (``MessageCount``), in most of ``alarm_periods``.
    """
    what = "connections are opened" if metric == "ConnectCount" else "messages pass"
    return metric_alarm(
        f"{name}-{'connects' if metric == 'ConnectCount' else 'messages'}-alarm",
        defaults,
        opts,
        alarm_description=f"More {what} than expected: look for clients that reconnect or repeat "
        "in a loop, then compare the rate with the account's quotas.",
        threshold=per_second * defaults.alarm_period_seconds,
        namespace=NAMESPACE,
        metric_name=metric,
        statistic="Sum",
        period=defaults.alarm_period_seconds,
        dimensions=dict(dimensions),
    )
