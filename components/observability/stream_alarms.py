"""Alarms of Kinesis streams and of delivery streams."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import alarm_on_first, metric_alarm

KINESIS = "AWS/Kinesis"
FIREHOSE = "AWS/Firehose"

# What is throttled, by the metric, and what to do about it.
THROTTLES = {
    "Write": "Producers are throttled: look for a hot partition key, or give the stream more "
    "capacity.",
    "Read": "Consumers are throttled: too many read the stream together; give one a dedicated "
    "throughput, or the stream more capacity.",
}


def throttles(
    name: str, stream: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> list[aws.cloudwatch.MetricAlarm]:
    """Go to ALARM when writes, or reads, are throttled in most of ``alarm_periods``."""
    return [
        metric_alarm(
            f"{name}-{kind.lower()}-throttles-alarm",
            defaults,
            opts,
            alarm_description=description,
            threshold=0,
            namespace=KINESIS,
            metric_name=f"{kind}ProvisionedThroughputExceeded",
            statistic="Sum",
            period=defaults.alarm_period_seconds,
            dimensions={"StreamName": stream},
        )
        for kind, description in THROTTLES.items()
    ]


def delivery_freshness(
    name: str,
    stream: pulumi.Input[str],
    limit_seconds: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    into: str = "S3",
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when the oldest record that is not delivered yet is older than
    ``limit_seconds``, in most of ``alarm_periods``; ``into`` is the destination, as CloudWatch
    names it.
    """
    return metric_alarm(
        f"{name}-freshness-alarm",
        defaults,
        opts,
        alarm_description="Records are not delivered: read the log of the delivery stream, and see "
        "what its role lacks; it keeps records for a day.",
        threshold=limit_seconds,
        namespace=FIREHOSE,
        metric_name=f"DeliveryTo{into}.DataFreshness",
        statistic="Maximum",
        period=defaults.alarm_period_seconds,
        dimensions={"DeliveryStreamName": stream},
    )


def failed_conversions(
    name: str, stream: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM at the first record that does not fit the schema."""
    return alarm_on_first(
        f"{name}-conversion-alarm",
        defaults,
        opts,
        metric=(FIREHOSE, "FailedConversion.Records"),
        dimensions={"DeliveryStreamName": stream},
        description="A record does not fit the schema: it is below the error prefix of the bucket, "
        "with the reason.",
    )
