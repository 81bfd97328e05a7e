"""Amazon CloudWatch Logs: how long entries are kept."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "cloudwatch-log-group-retention",
    "A log group keeps its entries for a time",
    about=cloudwatch.LogGroup,
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.LOW,
    remedy="Set retention_in_days, as 90 or 365",
    documentation="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/"
    "Working-with-log-groups-and-streams.html",
)
def log_group_has_retention(group: Resource) -> Iterator[str]:
    """Entries are kept, and paid for, for ever, with what they say of users."""
    if not group.has("retentionInDays") or group.get("retentionInDays") == 0:
        yield "its entries never expire"


RULES = (log_group_has_retention,)
