"""Alarms of functions, streams, tables and APIs: one cause each, and a description of what to do.

All of them notify the stage's alarm topic, if there is one, on ALARM and on OK.
"""

from __future__ import annotations

from dataclasses import replace

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import (
    Dimensions,
    Metric,
    alarm_on_first,
    latency_alarm,
    metric_alarm,
    percentage,
    window_seconds,
)

LAMBDA = "AWS/Lambda"

# Minutes in a row without a poll: one may be late, and more would be known after ten minutes only.
UNREAD_PERIODS = 2
# A throttled request is no invocation, and no error.
FAILED_INVOCATIONS = ("Errors", "Throttles")

# Records of a stream expire after a day; a minute behind is early enough to act.
ITERATOR_AGE_MS = 60_000


def function_errors(
    name: str,
    function: pulumi.Input[str],
    answered: Metric | None,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``function_error_percent`` of the invocations in one window
    raise, are throttled, or are counted in ``answered``: a metric of the function itself, for
    exceptions that it answers, which Lambda takes for success.
    """
    dimensions = {"FunctionName": function}
    failed = [Metric(namespace=LAMBDA, name=m, dimensions=dimensions) for m in FAILED_INVOCATIONS]
    if answered is not None:
        own = replace(answered, dimensions={**answered.dimensions, **dimensions})
        failed.append(own)
    invoked = Metric(namespace=LAMBDA, name="Invocations", dimensions=dimensions)
    return metric_alarm(
        f"{name}-errors-alarm",
        defaults,
        opts,
        alarm_description="Invocations fail or are throttled too often: read the log group, newest "
        "errors first; without errors, compare the concurrency with its limit.",
        evaluation_periods=1,
        threshold=defaults.function_error_percent,
        metric_queries=percentage(defaults, failed, invoked),
    )


def custom_metric(
    name: str,
    metric: str,
    service: str,
    namespace: str,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM at the first count of a metric that a service's functions publish."""
    return alarm_on_first(
        f"{name}-alarm",
        defaults,
        opts,
        metric=(namespace, metric),
        dimensions={"service": service},
        description=f"{metric} is above zero: find the entry in the logs of {service}.",
    )


def table_throttles(
    name: str,
    table: pulumi.Input[str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    index: str | None = None,
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM when reads, or writes, of a table or of one index are throttled in most of
    ``alarm_periods``. What is throttled in an index is not counted by the table's dimension.
    """
    of = "the table" if index is None else f"the index {index}"
    dimensions = {} if index is None else {"GlobalSecondaryIndexName": index}
    return [
        metric_alarm(
            f"{name}-{kind.lower()}-throttles-alarm",
            defaults,
            opts,
            alarm_description=f"{kind}s of {of} are throttled: look for a hot key.",
            threshold=0,
            namespace="AWS/DynamoDB",
            metric_name=f"{kind}ThrottleEvents",
            statistic="Sum",
            period=defaults.alarm_period_seconds,
            dimensions={"TableName": table, **dimensions},
        )
        for kind in ("Read", "Write")
    ]


def iterator_age(
    name: str, function: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when a function reads stream records more than a minute after they were
    written, in most of ``alarm_periods``.
    """
    return metric_alarm(
        f"{name}-iterator-age-alarm",
        defaults,
        opts,
        alarm_description="The stream's consumer falls behind: it is too slow, or a record fails.",
        threshold=ITERATOR_AGE_MS,
        namespace=LAMBDA,
        metric_name="IteratorAge",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"FunctionName": function},
    )


def stream_unread(
    name: str, mapping: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when an event source mapping has not polled its stream in two periods in a row,
    because it is disabled or may not read.

    A mapping that finds no records counts 0, so that only one that does not poll has no data:
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics
    """
    return metric_alarm(
        f"{name}-unread-alarm",
        defaults,
        opts,
        alarm_description="Nothing reads the stream: enable the event source mapping, or see what "
        "its role lacks; the stream keeps records for a day.",
        comparison_operator="LessThanThreshold",
        threshold=0,
        treat_missing_data="breaching",
        evaluation_periods=UNREAD_PERIODS,
        namespace=LAMBDA,
        metric_name="PolledEventCount",
        statistic="Sum",
        period=defaults.alarm_period_seconds,
        dimensions={"EventSourceMappingUUID": mapping},
    )


def api_latency(
    name: str, dimensions: Dimensions, defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the 99th percentile of latency is above ``latency_p99_ms`` in most of
    ``alarm_periods``.
    """
    return latency_alarm(
        name,
        defaults,
        opts,
        metric=Metric(namespace="AWS/ApiGateway", name="Latency", dimensions=dimensions),
        description="p99 latency is too high: compare it with the integration latency.",
    )


def api_server_errors(
    name: str,
    metric: str,
    dimensions: Dimensions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``server_error_percent`` of the responses in one window are 5xx;
    ``metric`` counts 0 or 1 a request.
    """
    return metric_alarm(
        f"{name}-server-errors-alarm",
        defaults,
        opts,
        alarm_description="Too many 5xx responses: look at its functions' errors and timeouts.",
        threshold=defaults.server_error_percent / 100,
        namespace="AWS/ApiGateway",
        metric_name=metric,
        statistic="Average",
        evaluation_periods=1,
        period=window_seconds(defaults),
        dimensions=dict(dimensions),
    )
