"""The alarms that components carry: each tells the stage's alarm topic, each has one cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.observability.standards import Standards

Dimensions = Mapping[str, pulumi.Input[str]]


def _alarm(
    name: str, standards: Standards, opts: pulumi.ResourceOptions, **inputs: Any
) -> aws.cloudwatch.MetricAlarm:
    settings: dict[str, Any] = {
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": standards.alarm_periods,
        "treat_missing_data": "notBreaching",
        "alarm_actions": [standards.alarm_topic],
        "ok_actions": [standards.alarm_topic],
        "tags": standards.tags,
        **inputs,
    }
    return aws.cloudwatch.MetricAlarm(name, opts=opts, **settings)


def _rate(
    standards: Standards, namespace: str, part: str, whole: str, dimensions: Dimensions
) -> list[Any]:
    """Metric queries for ``part`` in a hundred of ``whole``, per period."""

    def of(metric: str) -> dict[str, Any]:
        return {
            "id": metric[0].lower() + metric[1:],
            "metric": {
                "namespace": namespace,
                "metric_name": metric,
                "period": standards.alarm_period_seconds,
                "stat": "Sum",
                "dimensions": dict(dimensions),
            },
        }

    parts, wholes = of(part), of(whole)
    # The larger of both below the line: a failure that started in another period still counts.
    expression = f"100 * {parts['id']} / MAX([{parts['id']}, {wholes['id']}])"
    rate = {"id": "percent", "expression": expression, "label": "percent", "return_data": True}
    return [rate, parts, wholes]


def function_errors(
    name: str, function: pulumi.Input[str], standards: Standards, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Rings when more than the allowed share of a function's invocations fail."""
    return _alarm(
        f"{name}-errors-alarm",
        standards,
        opts,
        alarm_description="The function fails too often: read its log group, newest errors first.",
        threshold=standards.function_error_percent,
        metric_queries=_rate(
            standards, "AWS/Lambda", "Errors", "Invocations", {"FunctionName": function}
        ),
    )


def workflow_failures(
    name: str, workflow_arn: pulumi.Input[str], standards: Standards, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Rings when more than the allowed share of a state machine's executions fail."""
    return _alarm(
        f"{name}-failures-alarm",
        standards,
        opts,
        alarm_description="Executions fail too often: list the failed ones and read their cause.",
        threshold=standards.workflow_failure_percent,
        metric_queries=_rate(
            standards,
            "AWS/States",
            "ExecutionsFailed",
            "ExecutionsStarted",
            {"StateMachineArn": workflow_arn},
        ),
    )


def table_throttles(
    name: str, table: pulumi.Input[str], standards: Standards, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Ring at the first read or write that the table turns away."""
    return [
        _alarm(
            f"{name}-{kind.lower()}-throttles-alarm",
            standards,
            opts,
            alarm_description=f"The table turned {kind.lower()}s away: look for a hot key.",
            threshold=0,
            namespace="AWS/DynamoDB",
            metric_name=f"{kind}ThrottleEvents",
            statistic="Sum",
            period=standards.alarm_period_seconds,
            dimensions={"TableName": table},
        )
        for kind in ("Read", "Write")
    ]


def dead_letters(
    name: str, queue: pulumi.Input[str], standards: Standards, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Rings at the first message that nobody could handle."""
    return _alarm(
        f"{name}-alarm",
        standards,
        opts,
        alarm_description="A message failed every try: see why, mend it, then redrive the queue.",
        evaluation_periods=1,
        threshold=0,
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        statistic="Maximum",
        period=standards.alarm_period_seconds,
        dimensions={"QueueName": queue},
    )


def oldest_message(
    name: str,
    queue: pulumi.Input[str],
    limit_seconds: int,
    standards: Standards,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Rings when a message has waited longer than ``limit_seconds``: the consumer falls behind."""
    return _alarm(
        f"{name}-age-alarm",
        standards,
        opts,
        alarm_description="Messages wait too long: the consumer is too slow, throttled or failing.",
        threshold=limit_seconds,
        namespace="AWS/SQS",
        metric_name="ApproximateAgeOfOldestMessage",
        statistic="Maximum",
        period=standards.alarm_period_seconds,
        dimensions={"QueueName": queue},
    )


def api_latency(
    name: str, dimensions: Dimensions, standards: Standards, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Rings when one request in a hundred is slower than the stage allows."""
    return _alarm(
        f"{name}-latency-alarm",
        standards,
        opts,
        alarm_description="The slowest requests are too slow: compare with integration latency.",
        threshold=standards.latency_p99_ms,
        namespace="AWS/ApiGateway",
        metric_name="Latency",
        extended_statistic="p99",
        period=standards.alarm_period_seconds,
        dimensions=dict(dimensions),
    )


def api_server_errors(
    name: str,
    metric: str,
    dimensions: Dimensions,
    standards: Standards,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Rings when too many answers blame the server; ``metric`` is 0 or 1 per request."""
    return _alarm(
        f"{name}-server-errors-alarm",
        standards,
        opts,
        alarm_description="The API answers with 5xx: look at its functions' errors and timeouts.",
        threshold=standards.server_error_percent / 100,
        namespace="AWS/ApiGateway",
        metric_name=metric,
        statistic="Average",
        period=standards.alarm_period_seconds,
        dimensions=dict(dimensions),
    )
