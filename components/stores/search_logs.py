"""Search logs: the log groups of an OpenSearch domain, and its right to write into them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import policy
from components.defaults import Defaults

# What a domain can write, and the word for it in names.
LOGS = {
    "ES_APPLICATION_LOGS": "errors",
    "SEARCH_SLOW_LOGS": "slow-searches",
    "INDEX_SLOW_LOGS": "slow-writes",
    "AUDIT_LOGS": "audit",
}


def publish_logs(
    name: str,
    account: pulumi.Input[str],
    defaults: Defaults,
    child: pulumi.ResourceOptions,
) -> tuple[dict[str, aws.cloudwatch.LogGroup], aws.cloudwatch.LogResourcePolicy]:
    """A log group for each kind, and the policy that lets OpenSearch Service write there for this
    account. An account has ten such policies in a Region.
    """
    groups = {
        kind: aws.cloudwatch.LogGroup(
            f"{name}-{word}-logs",
            retention_in_days=defaults.log_retention_days,
            tags=defaults.tags,
            opts=child,
        )
        for kind, word in LOGS.items()
    }
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "es.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [pulumi.Output.concat(group.arn, ":*") for group in groups.values()],
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    written = aws.cloudwatch.LogResourcePolicy(
        f"{name}-logs-policy",
        policy_name=f"{name}-logs",
        policy_document=policy(allowed),
        opts=child,
    )
    return groups, written
