"""Roles of a container: what ECS may do to start it, and what its code may do."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.containers.image import ContainerImage
from components.defaults import Defaults
from components.roles import role_for

TASKS = "ecs-tasks.amazonaws.com"


def task_role(
    name: str, uses: Sequence[Access], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.iam.Role:
    """The role of the code: its grants, and nothing where there are none."""
    return _role(f"{name}-task", uses, defaults, opts)


def execution_role(
    name: str,
    image: ContainerImage,
    logs: aws.cloudwatch.LogGroup,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.iam.Role:
    """The role in which ECS pulls this image, and writes to this log group: AWS's managed policy
    allows every image and every log group of the account.
    """
    needed = [
        Access(
            actions=("logs:CreateLogStream", "logs:PutLogEvents"),
            resources=(pulumi.Output.concat(logs.arn, ":*"),),
        )
    ]
    if image.repository is not None:
        pull = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
        needed.append(Access(actions=("ecr:GetAuthorizationToken",), resources=("*",)))
        needed.append(Access(actions=pull, resources=(image.repository,)))
    return _role(f"{name}-execution", needed, defaults, opts)


def _role(
    name: str, allowed: Sequence[Access], defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.iam.Role:
    role = role_for(f"{name}-role", assumed_by(TASKS), defaults, opts)
    if allowed:
        aws.iam.RolePolicy(
            f"{name}-permissions", role=role.id, policy=policy(*statements(*allowed)), opts=opts
        )
    return role
