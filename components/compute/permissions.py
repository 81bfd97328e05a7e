"""Permissions: the policy of a function's role, of its grants and of what every function does."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.network.placement import Placement
from components.references import HasArn, sending
from components.roles import role_for

# X-Ray has no resources to name; Lambda decides itself which invocations to sample.
TRACE = {
    "Effect": "Allow",
    "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    "Resource": "*",
}

# What Lambda does to join a network; some of it IAM allows on all resources only:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
JOIN_NETWORK = {
    "Effect": "Allow",
    "Action": [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ],
    "Resource": "*",
}


def role_of(name: str, defaults: Defaults, opts: pulumi.ResourceOptions) -> aws.iam.Role:
    """The role of a function, which Lambda alone may take."""
    return role_for(f"{name}-role", assumed_by("lambda.amazonaws.com"), defaults, opts)


def permissions(
    logs_arn: pulumi.Input[str],
    uses: tuple[Access, ...],
    on_failure: HasArn | pulumi.Input[str] | None,
    network: Placement | None,
) -> pulumi.Input[str]:
    """Let a function write its own log and its traces, send what failed, join its network if it
    has one, and do what its grants say.
    """
    write_logs = Access(
        actions=("logs:CreateLogStream", "logs:PutLogEvents"),
        resources=(pulumi.Output.concat(logs_arn, ":*"),),
    )
    failed = () if on_failure is None else (sending(on_failure),)
    join = () if network is None else (JOIN_NETWORK,)
    return policy(TRACE, *join, *statements(write_logs, *uses, *failed))
