"""Alarms at the edge: CloudFront publishes its metrics in us-east-1, where their alarms are."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import metric_alarm, window_seconds

EDGE_REGION = "us-east-1"


def distribution_errors(
    name: str, distribution: pulumi.Input[str], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when more than ``server_error_percent`` of the responses in one window are 5xx.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
    """
    return metric_alarm(
        f"{name}-server-errors-alarm",
        defaults,
        opts,
        alarm_description="Too many 5xx responses of the distribution: the access log has their "
        "paths, and whether the origin or the edge gave them.",
        evaluation_periods=1,
        threshold=defaults.server_error_percent,
        namespace="AWS/CloudFront",
        metric_name="5xxErrorRate",
        statistic="Average",
        period=window_seconds(defaults),
        dimensions={"DistributionId": distribution, "Region": "Global"},
        region=EDGE_REGION,
    )
