"""Fargate: a service with its task definition, as ``awsx.ecs.FargateService`` makes them.

Names, parents and the form of the containers are AWSX's own
(https://github.com/pulumi/pulumi-awsx/tree/master/awsx/ecs). Roles and log group are given: what
AWSX makes where they are not would allow every image and log group of the account.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pulumi
import pulumi_aws as aws

from local.awsx.component import Component, supported

# Of the service as ECS takes them; the others are AWSX's own.
SERVICE = frozenset(
    {
        "deploymentCircuitBreaker",
        "deploymentMaximumPercent",
        "deploymentMinimumHealthyPercent",
        "desiredCount",
        "networkConfiguration",
        "propagateTags",
        "tags",
    }
)
KNOWN = SERVICE | {"cluster", "continueBeforeSteadyState", "taskDefinitionArgs"}
TASK = frozenset(
    {
        "container",
        "cpu",
        "ephemeralStorage",
        "executionRole",
        "logGroup",
        "memory",
        "runtimePlatform",
        "tags",
        "taskRole",
        "volumes",
    }
)


class FargateService(Component):
    """The service, and beside it the component of its task definition."""

    def __init__(
        self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        pulumi.ComponentResource.__init__(self, "awsx:ecs:FargateService", name, None, opts)
        supported("awsx:ecs:FargateService", inputs, KNOWN)
        for needed in ("networkConfiguration", "taskDefinitionArgs"):
            if not inputs.get(needed):
                raise pulumi.RunError(f"awsx:ecs:FargateService: {needed} must be given here")
        below = pulumi.ResourceOptions(parent=self)
        task = TaskDefinition(name, inputs["taskDefinitionArgs"], below)
        given = {_snake(key): inputs[key] for key in SERVICE if inputs.get(key) is not None}
        self.service = aws.ecs.Service(
            name,
            **{"desired_count": 1, **given},
            cluster=inputs.get("cluster"),
            launch_type="FARGATE",
            task_definition=task.task_definition.arn,
            wait_for_steady_state=not inputs.get("continueBeforeSteadyState"),
            opts=below,
        )
        self.state = {"service": self.service, "taskDefinition": task.task_definition}
        self.register_outputs({})


class TaskDefinition(pulumi.ComponentResource):
    """The component that AWSX makes of ``taskDefinitionArgs``, with the one resource in it."""

    def __init__(self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions) -> None:
        super().__init__("awsx:ecs:FargateTaskDefinition", name, None, opts)
        supported("awsx:ecs:FargateTaskDefinition", inputs, TASK)
        containers = pulumi.Output.all(
            container=inputs["container"], log=_existing(inputs, "logGroup", "existing", "arn")
        ).apply(container_text)
        self.task_definition = aws.ecs.TaskDefinition(
            name,
            container_definitions=containers,
            cpu=inputs.get("cpu"),
            memory=inputs.get("memory"),
            execution_role_arn=_existing(inputs, "executionRole", "roleArn"),
            task_role_arn=_existing(inputs, "taskRole", "roleArn"),
            family=containers.apply(partial(family_of, name, pulumi.get_stack())),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            ephemeral_storage=inputs.get("ephemeralStorage"),
            volumes=inputs.get("volumes"),
            runtime_platform=inputs.get("runtimePlatform"),
            tags=inputs.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )


def container_text(given: Mapping[str, Any]) -> str:
    """The container as ECS takes it, in the log group whose ARN is ``log``."""
    _, _, _, region, _, _, group = given["log"].split(":")[:7]
    name = given["container"]["name"]
    options = {
        "awslogs-group": group,
        "awslogs-region": region,
        "awslogs-stream-prefix": name,
    }
    log = {"logDriver": "awslogs", "options": options}
    return json.dumps([{**given["container"], "name": name, "logConfiguration": log}])


def family_of(name: str, stack: str, containers: str) -> str:
    """The name of the family that AWSX gives: another one for other containers."""
    digest = hashlib.sha1(f"{stack}{containers}".encode(), usedforsecurity=False).hexdigest()
    return f"{name}-{digest[:8]}"


def _existing(inputs: Mapping[str, Any], *path: str) -> Any:
    """A part of the inputs that AWSX would make by itself if it were not given."""
    found: Any = inputs
    for key in path:
        found = (found or {}).get(key)
    if found is None:
        raise pulumi.RunError(
            f"awsx:ecs:FargateTaskDefinition: {'.'.join(path)} must be given here"
        )
    return found


def _snake(key: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in key)
