"""The stand-in for AWSX: what is below a Fargate service, a repository and an image."""

from __future__ import annotations

import json

import pulumi
import pytest
from pulumi_aws import ecr, ecs

from components.containers.fargate_service import FargateService, FargateServiceArgs
from components.containers.image import ContainerImage
from components.containers.image_repository import ImageRepository, ImageRepositoryArgs
from components.containers.task import ContainerTask
from components.network.reference import NetworkRef
from local.awsx.ecr import Image, Repository, policy_of
from local.awsx.fargate import FargateService as Planned
from local.awsx.fargate import container_text, family_of
from tests.cloud import Cloud, deploy

NETWORK = NetworkRef(vpc_id="vpc-1", private_subnet_ids=("a", "b"), isolated_subnet_ids=("c",))
IMAGE = ContainerImage(uri="public.ecr.aws/docker/library/python:3.13-slim")
LOGS = "arn:aws:logs:eu-west-1:123456789012:log-group:feed-logs"


def asked(kind, program):
    """What a component asks AWSX for."""
    cloud = deploy(program)
    [found] = [each for each in cloud.resources if each.type == kind]
    return dict(found.inputs)


def service() -> dict:
    args = FargateServiceArgs(
        workload="continuous", task=ContainerTask(image=IMAGE), network=NETWORK, tasks=2
    )
    inputs = asked("awsx:ecs:FargateService", lambda: FargateService("feed", args).service.urn)
    # ECS takes the group's own ARN, which a program in memory has of no service.
    inputs["taskDefinitionArgs"]["logGroup"]["existing"]["arn"] = LOGS
    return inputs


def planned(kind, name, inputs) -> Cloud:
    return deploy(lambda: pulumi.Output.all(**kind(name, inputs, None).state).apply(list))


def repository(**args) -> dict:
    def program():
        return ImageRepository("Feed", ImageRepositoryArgs(**args)).url

    return asked("awsx:ecr:Repository", program)


def test_a_service_has_its_task_definition_in_a_component_beside_it():
    cloud = planned(Planned, "feed", service())
    made, task = cloud.one(ecs.Service, "feed"), cloud.one(ecs.TaskDefinition, "feed")
    kinds = {each.urn: each.type for each in cloud.resources}
    assert kinds[made.parent] == "awsx:ecs:FargateService"
    assert kinds[task.parent] == "awsx:ecs:FargateTaskDefinition"
    assert made.inputs["taskDefinition"] == "arn:aws:ecs:eu-west-1:123456789012:feed"
    assert made.inputs["launchType"] == "FARGATE"
    assert made.inputs["waitForSteadyState"] is True
    assert made.inputs["desiredCount"] == 2
    assert made.inputs["networkConfiguration"]["assignPublicIp"] is False


def test_one_task_runs_unless_another_number_is_given():
    inputs = {**service(), "desiredCount": None}
    assert planned(Planned, "feed", inputs).one(ecs.Service).inputs["desiredCount"] == 1


def test_a_container_writes_to_the_log_group_that_was_given():
    task = planned(Planned, "feed", service()).one(ecs.TaskDefinition)
    [container] = task.json("containerDefinitions")
    assert container["image"] == IMAGE.uri
    assert container["logConfiguration"] == {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "feed-logs",
            "awslogs-region": "eu-west-1",
            "awslogs-stream-prefix": "feed",
        },
    }
    assert task.inputs["networkMode"] == "awsvpc"
    assert task.inputs["requiresCompatibilities"] == ["FARGATE"]
    assert task.inputs["executionRoleArn"].endswith(":feed-execution-role")


def test_other_containers_are_another_family():
    one, two = (
        container_text({"container": {"name": "feed", "image": image}, "log": LOGS})
        for image in ("a:1", "a:2")
    )
    assert family_of("feed", "prod", one) == family_of("feed", "prod", one)
    assert family_of("feed", "prod", one) != family_of("feed", "prod", two)
    assert family_of("feed", "prod", one) != family_of("feed", "dev", one)


def test_a_repository_has_a_name_of_small_letters_and_a_policy_on_what_it_keeps():
    cloud = planned(Repository, "Feed", repository(kept=3))
    made, kept = cloud.one(ecr.Repository, "feed"), cloud.one(ecr.LifecyclePolicy, "feed")
    assert made.inputs["imageTagMutability"] == "IMMUTABLE"
    assert kept.inputs["repository"] == "feed"
    assert kept.json("policy") == {
        "rules": [
            {
                "rulePriority": 1,
                "description": "keep 3",
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 3,
                },
                "action": {"type": "expire"},
            }
        ]
    }


def test_a_repository_without_rules_keeps_one_image_that_has_no_tag_or_has_no_policy():
    inputs = {**repository(), "lifecyclePolicy": None}
    [rule] = planned(Repository, "a", inputs).one(ecr.LifecyclePolicy).json("policy")["rules"]
    assert rule["selection"]["tagStatus"] == "untagged"
    inputs = {**repository(), "lifecyclePolicy": {"skip": True}}
    assert planned(Repository, "a", inputs).all(ecr.LifecyclePolicy) == []


def test_a_rule_on_all_images_comes_last():
    aged = {"tagStatus": "tagged", "tagPrefixList": ["v"], "maximumAgeLimit": 5}
    counted = {"tagStatus": "any", "maximumNumberOfImages": 1}
    rules = json.loads(policy_of([counted, aged]))["rules"]
    assert [rule["selection"]["tagStatus"] for rule in rules] == ["tagged", "any"]
    assert rules[0]["selection"]["countUnit"] == "days"
    with pytest.raises(pulumi.RunError, match="maximumNumberOfImages or maximumAgeLimit"):
        policy_of([{"tagStatus": "any"}])


def test_an_image_for_a_repository_that_exists_is_refused():
    inputs = {"repositoryUrl": "here", "context": "app", "platform": "linux/arm64"}
    with pytest.raises(
        pulumi.RunError, match="an image for here, which exists, is built by Docker"
    ):
        planned(Image, "feed", inputs)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"loadBalancers": [{}]}, "loadBalancers is not supported here"),
        ({"networkConfiguration": None}, "networkConfiguration must be given here"),
        ({"taskDefinitionArgs": {"containers": {}}}, "containers is not supported here"),
        ({"taskDefinitionArgs": {"container": {}}}, "logGroup.existing.arn must be given here"),
    ],
)
def test_what_the_stand_in_does_not_plan_is_refused(change, said):
    inputs = {**service(), **change}
    with pytest.raises(pulumi.RunError, match=said):
        deploy(lambda: Planned("feed", inputs, None).urn)
