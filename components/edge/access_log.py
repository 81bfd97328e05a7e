"""Access log of a distribution: one JSON object a request, in a log group that expires."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.edge.region import EDGE_REGION

# The account has one resource policy for delivered logs, which this folder keeps small:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
FOLDER = "/aws/vendedlogs/cloudfront/"

# No query, cookie or referrer: a token may be in each.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
FIELDS = (
    "date",
    "time",
    "x-edge-location",
    "x-edge-request-id",
    "x-edge-result-type",
    "x-edge-detailed-result-type",
    "c-ip",
    "cs-method",
    "x-host-header",
    "cs-uri-stem",
    "cs-protocol",
    "sc-status",
    "sc-bytes",
    "ssl-protocol",
    "time-taken",
    "time-to-first-byte",
)


def access_log(
    name: str,
    distribution: aws.cloudfront.Distribution,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.LogGroup:
    """The log group, and the delivery of every request to it."""
    group = aws.cloudwatch.LogGroup(
        f"{name}-access-logs",
        name_prefix=f"{FOLDER}{name}-",
        region=EDGE_REGION,
        retention_in_days=defaults.log_retention_days,
        tags=defaults.tags,
        opts=opts,
    )
    _deliver(name, distribution, group, defaults.tags, opts)
    return group


def _deliver(
    name: str,
    distribution: aws.cloudfront.Distribution,
    group: aws.cloudwatch.LogGroup,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """What leads from the distribution to the group; the names of the three are AWS's."""
    source = aws.cloudwatch.LogDeliverySource(
        f"{name}-log-source",
        log_type="ACCESS_LOGS",
        resource_arn=distribution.arn,
        region=EDGE_REGION,
        tags=tags,
        opts=opts,
    )
    destination = aws.cloudwatch.LogDeliveryDestination(
        f"{name}-log-destination",
        output_format="json",
        delivery_destination_configuration={"destination_resource_arn": group.arn},
        region=EDGE_REGION,
        tags=tags,
        opts=opts,
    )
    aws.cloudwatch.LogDelivery(
        f"{name}-log-delivery",
        delivery_source_name=source.name,
        delivery_destination_arn=destination.arn,
        record_fields=list(FIELDS),
        region=EDGE_REGION,
        tags=tags,
        opts=opts,
    )
