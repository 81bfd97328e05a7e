"""The alarms that components create: each has one cause, and a description that says what to do.

All of them notify the stage's alarm topic, if there is one, on ALARM and on OK.
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import (
    Dimensions,
    alarm_on_first,
    alarms_on_first,
    metric_alarm,
    percentage,
)

# Records of a stream expire after a day; a minute behind is early enough to act.
ITERATOR_AGE_MS = 60_000


def function_errors(
    name: str, function: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``function_error_percent`` of the invocations fail."""
    return metric_alarm(
        f"{name}-errors-alarm",
        defaults,
        opts,
        alarm_description="Invocations fail too often: read the log group, newest errors first.",
        threshold=defaults.function_error_percent,
        metric_queries=percentage(
            defaults, "AWS/Lambda", "Errors", "Invocations", {"FunctionName": function}
        ),
    )


def workflow_failures(
    name: str,
    workflow: pulumi.Input[str],
    percent: float | None,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM at the first execution that fails, times out or is aborted.

    With ``percent`` the alarm on failures goes to ALARM only above that share of executions.
    """
    dimensions = {"StateMachineArn": workflow}
    failed = {
        "ExecutionsFailed": (
            "failures",
            "An execution failed: read its error and cause, then mend it.",
        )
    }
    others = {
        "ExecutionsTimedOut": (
            "timeouts",
            "An execution timed out: find the state that it waited in.",
        ),
        "ExecutionsAborted": (
            "aborts",
            "An execution was aborted: find out what it left incomplete.",
        ),
    }
    if percent is None:
        return alarms_on_first(name, "AWS/States", failed | others, dimensions, defaults, opts)
    failures = metric_alarm(
        f"{name}-failures-alarm",
        defaults,
        opts,
        alarm_description="Executions fail too often: list the failed ones and read their cause.",
        threshold=percent,
        metric_queries=percentage(
            defaults, "AWS/States", "ExecutionsFailed", "ExecutionsStarted", dimensions
        ),
    )
    return [failures, *alarms_on_first(name, "AWS/States", others, dimensions, defaults, opts)]


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
    name: str, table: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM when reads, or writes, are throttled in every period of ``alarm_periods``."""
    return [
        metric_alarm(
            f"{name}-{kind.lower()}-throttles-alarm",
            defaults,
            opts,
            alarm_description=f"{kind}s of the table are throttled: look for a hot key.",
            threshold=0,
            namespace="AWS/DynamoDB",
            metric_name=f"{kind}ThrottleEvents",
            statistic="Sum",
            period=defaults.alarm_period_seconds,
            dimensions={"TableName": table},
        )
        for kind in ("Read", "Write")
    ]


def dead_letters(
    name: str,
    queue: pulumi.Input[str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    remedy: str = "find out why, mend it, then redrive the queue",
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM at the first message in a dead-letter queue; ``remedy`` says what to do."""
    return metric_alarm(
        f"{name}-alarm",
        defaults,
        opts,
        alarm_description=f"A message is in the dead-letter queue: {remedy}.",
        evaluation_periods=1,
        threshold=0,
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"QueueName": queue},
    )


def oldest_message(
    name: str,
    queue: pulumi.Input[str],
    limit_seconds: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the oldest message is older than ``limit_seconds``."""
    return metric_alarm(
        f"{name}-age-alarm",
        defaults,
        opts,
        alarm_description="Messages wait too long: the consumer is too slow, throttled or failing.",
        threshold=limit_seconds,
        namespace="AWS/SQS",
        metric_name="ApproximateAgeOfOldestMessage",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"QueueName": queue},
    )


def iterator_age(
    name: str, function: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when a function reads stream records more than a minute after they were
    written.
    """
    return metric_alarm(
        f"{name}-iterator-age-alarm",
        defaults,
        opts,
        alarm_description="The stream's consumer falls behind: it is too slow, or a record fails.",
        threshold=ITERATOR_AGE_MS,
        namespace="AWS/Lambda",
        metric_name="IteratorAge",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"FunctionName": function},
    )


def schedule_failures(
    name: str, group: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM at the first failed call of a schedule's target, and at the first dropped run."""
    metrics = {
        "TargetErrorCount": (
            "target",
            "The target refused a call: check its permissions and quotas.",
        ),
        "InvocationDroppedCount": (
            "dropped",
            "A run was dropped after all retries: start it by hand, then mend the cause.",
        ),
    }
    return alarms_on_first(name, "AWS/Scheduler", metrics, {"ScheduleGroup": group}, defaults, opts)


def api_latency(
    name: str, dimensions: Dimensions, defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the 99th percentile of latency is above ``latency_p99_ms``."""
    return metric_alarm(
        f"{name}-latency-alarm",
        defaults,
        opts,
        alarm_description="p99 latency is too high: compare it with the integration latency.",
        threshold=defaults.latency_p99_ms,
        namespace="AWS/ApiGateway",
        metric_name="Latency",
        extended_statistic="p99",
        period=defaults.alarm_period_seconds,
        dimensions=dict(dimensions),
    )


def api_server_errors(
    name: str,
    metric: str,
    dimensions: Dimensions,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``server_error_percent`` of the responses are 5xx; ``metric``
    counts 0 or 1 a request.
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
        period=defaults.alarm_period_seconds,
        dimensions=dict(dimensions),
    )
