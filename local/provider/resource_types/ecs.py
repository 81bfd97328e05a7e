"""ECS: containers on Fargate, which are planned only."""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

planned = partial(planned_only, why="the local stage makes no network, and runs no container in it")

TYPES = (
    planned(
        "aws:ecs/cluster:Cluster",
        inputs="name settings tags",
        outputs="arn",
        replace_on="name",
        naming=Naming(limit=255),
        blocks={"settings": frozenset({"name", "value"})},
    ),
    planned(
        "aws:ecs/taskDefinition:TaskDefinition",
        inputs="containerDefinitions cpu ephemeralStorage executionRoleArn family memory "
        "networkMode requiresCompatibilities runtimePlatform tags taskRoleArn volumes",
        outputs="arn arnWithoutRevision enableFaultInjection revision",
        required="containerDefinitions family",
        replace_on="containerDefinitions cpu ephemeralStorage executionRoleArn family memory "
        "networkMode requiresCompatibilities runtimePlatform taskRoleArn volumes",
        documents=frozenset({"containerDefinitions"}),
        blocks={
            "ephemeralStorage": frozenset({"sizeInGib"}),
            "runtimePlatform": frozenset({"cpuArchitecture", "operatingSystemFamily"}),
            "volumes": frozenset({"name"}),
        },
    ),
    planned(
        "aws:ecs/service:Service",
        inputs="cluster deploymentCircuitBreaker deploymentMaximumPercent "
        "deploymentMinimumHealthyPercent desiredCount launchType name networkConfiguration "
        "propagateTags tags taskDefinition waitForSteadyState",
        outputs="arn availabilityZoneRebalancing iamRole platformVersion triggers",
        replace_on="cluster launchType name",
        naming=Naming(limit=255),
        blocks={
            "deploymentCircuitBreaker": frozenset({"enable", "rollback"}),
            "networkConfiguration": frozenset({"assignPublicIp", "securityGroups", "subnets"}),
        },
    ),
)
