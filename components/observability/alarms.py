"""The alarms that components carry: each tells the stage's alarm topic, each has one cause."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import Dimensions, first, firsts, metric_alarm, share

# Records of a stream expire after a day; a minute behind is early enough to hear of it.
ITERATOR_AGE_MS = 60_000


def function_errors(
    name: str, function: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Rings when more than the allowed share of a function's invocations fail."""
    return metric_alarm(
        f"{name}-errors-alarm",
        defaults,
        opts,
        alarm_description="The function fails too often: read its log group, newest errors first.",
        threshold=defaults.function_error_percent,
        metric_queries=share(
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
    """Ring at the first execution that fails, takes too long or is stopped.

    Where some may fail, more of them than ``percent`` in a hundred ring instead of the first.
    """
    dimensions = {"StateMachineArn": workflow}
    failed = {"ExecutionsFailed": ("failures", "An execution failed: read its cause, then mend.")}
    others = {
        "ExecutionsTimedOut": ("timeouts", "An execution took too long: see where it hung."),
        "ExecutionsAborted": ("aborts", "An execution was stopped: see what it left half done."),
    }
    if percent is None:
        return firsts(name, "AWS/States", failed | others, dimensions, defaults, opts)
    too_often = metric_alarm(
        f"{name}-failures-alarm",
        defaults,
        opts,
        alarm_description="Executions fail too often: list the failed ones and read their cause.",
        threshold=percent,
        metric_queries=share(
            defaults, "AWS/States", "ExecutionsFailed", "ExecutionsStarted", dimensions
        ),
    )
    return [too_often, *firsts(name, "AWS/States", others, dimensions, defaults, opts)]


def business_metric(
    name: str,
    metric: str,
    service: str,
    namespace: str,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Rings at the first of what a service counts itself and what never ought to happen."""
    return first(
        f"{name}-alarm",
        defaults,
        opts,
        metric=(namespace, metric),
        dimensions={"service": service},
        description=f"{metric} is more than none: find the entry in the log of {service}.",
    )


def table_throttles(
    name: str, table: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Ring when the table turns reads or writes away in one period after the other."""
    return [
        metric_alarm(
            f"{name}-{kind.lower()}-throttles-alarm",
            defaults,
            opts,
            alarm_description=f"The table turned {kind.lower()}s away: look for a hot key.",
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
    remedy: str = "see why, mend it, then redrive the queue",
) -> aws.cloudwatch.MetricAlarm:
    """Rings at the first message that nobody could handle, and says what to do about it."""
    return metric_alarm(
        f"{name}-alarm",
        defaults,
        opts,
        alarm_description=f"A message failed every try: {remedy}.",
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
    """Rings when a message has waited longer than ``limit_seconds``: the consumer falls behind."""
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
    """Rings when a function reads records of its stream a minute or more after they came."""
    return metric_alarm(
        f"{name}-iterator-age-alarm",
        defaults,
        opts,
        alarm_description="The stream's reader falls behind: it is too slow, or a record fails.",
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
    """Ring at the first run that a schedule could not start, and at the first it gave up."""
    told = {
        "TargetErrorCount": ("target", "The target turned a run away: see its policy and limits."),
        "InvocationDroppedCount": ("dropped", "A run was given up: start it by hand, then mend."),
    }
    return firsts(name, "AWS/Scheduler", told, {"ScheduleGroup": group}, defaults, opts)


def api_latency(
    name: str, dimensions: Dimensions, defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Rings when one request in a hundred is slower than the stage allows."""
    return metric_alarm(
        f"{name}-latency-alarm",
        defaults,
        opts,
        alarm_description="The slowest requests are too slow: compare with integration latency.",
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
    """Rings when too many answers blame the server; ``metric`` is 0 or 1 per request."""
    return metric_alarm(
        f"{name}-server-errors-alarm",
        defaults,
        opts,
        alarm_description="The API answers with 5xx: look at its functions' errors and timeouts.",
        threshold=defaults.server_error_percent / 100,
        namespace="AWS/ApiGateway",
        metric_name=metric,
        statistic="Average",
        period=defaults.alarm_period_seconds,
        dimensions=dict(dimensions),
    )
