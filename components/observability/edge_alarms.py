"""Alarms at the edge: CloudFront publishes its metrics in us-east-1, where their alarms are."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.observability.metric_alarm import (
    LONGEST_WINDOW_SECONDS,
    Dimensions,
    metric_alarm,
    window_seconds,
)

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


def blocked_requests(
    name: str,
    dimensions: Dimensions,
    threshold: int,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
    region: str | None,
) -> aws.cloudwatch.MetricAlarm:
    """Goes to ALARM when a web ACL blocks more than ``threshold`` requests in five minutes.

    https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
    """
    return metric_alarm(
        f"{name}-blocked-alarm",
        defaults,
        opts,
        alarm_description="Many requests are blocked: the log has the rules that blocked them, and "
        "the addresses. Callers of yours among them need a rule that counts.",
        evaluation_periods=1,
        threshold=threshold,
        namespace="AWS/WAFV2",
        metric_name="BlockedRequests",
        statistic="Sum",
        period=LONGEST_WINDOW_SECONDS,
        dimensions=dict(dimensions),
        region=region,
    )
