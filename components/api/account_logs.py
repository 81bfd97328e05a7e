"""Account logs: the role by which API Gateway writes the logs of an account's REST APIs."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import assumed_by
from components.arn import Arn
from components.defaults import Defaults
from components.roles import role_for


def account_logs(
    name: str, defaults: Defaults = Defaults(), opts: pulumi.ResourceOptions | None = None
) -> aws.apigateway.Account:
    """Set the account's role for API logs in this Region; REST APIs take it in ``after``.

    There is one such setting in an account and Region, and APIs of other stacks write their logs
    by it: it stays when this stack is destroyed, unless ``opts`` has ``retain_on_delete=False``.
    """
    opts = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(retain_on_delete=True), opts)
    role = role_for(f"{name}-role", assumed_by("apigateway.amazonaws.com"), defaults, opts)
    allowed = aws.iam.RolePolicyAttachment(
        f"{name}-permissions",
        role=role.name,
        policy_arn=role.arn.apply(managed_policy),
        opts=opts,
    )
    return aws.apigateway.Account(
        name,
        cloudwatch_role_arn=role.arn,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[allowed])),
    )


def managed_policy(role_arn: str) -> str:
    """AWS's own policy for API logs, in the partition of a role."""
    owner = f"arn:{Arn.parse(role_arn).partition}:iam::aws"
    return f"{owner}:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
