"""Fargate services: what runs, where, in which roles, and what is no work for a container."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pulumi_aws import cloudwatch, ec2, ecs, iam, vpc
from pulumi_awsx import ecs as awsx

from components.access import Access
from components.containers.fargate_service import FargateService, FargateServiceArgs, name_of
from components.containers.image import ContainerImage
from components.containers.image_repository import ImageRepository, ImageRepositoryArgs
from components.containers.task import ContainerTask
from components.network.placement import Placement
from components.network.reference import NetworkRef
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

NETWORK = NetworkRef(
    vpc_id="vpc-1", private_subnet_ids=("subnet-1", "subnet-2"), isolated_subnet_ids=("subnet-3",)
)
IMAGE = ContainerImage(uri="public.ecr.aws/docker/library/python:3.13-slim")
ORDERS = "arn:aws:sqs:eu-west-1:123456789012:orders"
READ = Access(actions=("sqs:ReceiveMessage",), resources=(ORDERS,), environment={"QUEUE": "orders"})


OF_SERVICE = {each.name for each in fields(FargateServiceArgs)}


def args(**changes) -> FargateServiceArgs:
    """Arguments of a service, those of its task among them."""
    task = {"image": IMAGE, **{k: v for k, v in changes.items() if k not in OF_SERVICE}}
    given = {"workload": "continuous", "network": NETWORK, "defaults": defaults()}
    given |= {k: v for k, v in changes.items() if k in OF_SERVICE}
    return FargateServiceArgs(task=ContainerTask(**task), **given)


def made(**changes) -> Cloud:
    return deploy(lambda: FargateService("feed", args(**changes)).service.urn)


def service(**changes):
    return made(**changes).one(awsx.FargateService).inputs


def container(**changes):
    return service(**changes)["taskDefinitionArgs"]["container"]


def allowed(cloud, name):
    return cloud.one(iam.RolePolicy, name).json("policy")["Statement"]


def test_tasks_are_in_private_subnets_without_a_public_address():
    assert service()["networkConfiguration"] == {
        "subnets": ["subnet-1", "subnet-2"],
        "securityGroups": ["feed-tasks-id"],
        "assignPublicIp": False,
    }


def test_a_task_reaches_its_stores_and_https_and_nothing_reaches_it():
    store = Placement(subnets=NETWORK.private_subnet_ids, groups=("sg-store",))
    cloud = made(reaches=(store,))
    given = cloud.one(awsx.FargateService).inputs["networkConfiguration"]
    assert given["securityGroups"] == ["feed-tasks-id", "sg-store"]
    assert cloud.one(ec2.SecurityGroup).inputs["vpcId"] == "vpc-1"
    out = cloud.one(vpc.SecurityGroupEgressRule).inputs
    assert (out["cidrIpv4"], out["fromPort"], out["toPort"]) == ("0.0.0.0/0", 443, 443)
    assert cloud.all(vpc.SecurityGroupIngressRule) == []


def test_a_deployment_that_fails_is_rolled_back():
    given = service(tasks=2)
    assert given["desiredCount"] == 2
    assert given["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    share = ("deploymentMinimumHealthyPercent", "deploymentMaximumPercent")
    assert tuple(given[key] for key in share) == (100, 200)
    one = service(overlap=False)
    assert tuple(one[key] for key in share) == (0, 100)


def test_the_container_is_read_only_and_not_root():
    given = container(
        command=("python", "-m", "feed"), variables={"URL": "https://a"}, uses=(READ,)
    )
    assert given["image"] == IMAGE.uri
    assert given["command"] == ["python", "-m", "feed"]
    assert given["readonlyRootFilesystem"] is True
    assert given["user"] == "65534:65534"
    assert given["environment"] == [
        {"name": "QUEUE", "value": "orders"},
        {"name": "URL", "value": "https://a"},
    ]


def test_the_log_is_kept_as_long_as_the_stage_says():
    cloud = made(defaults=defaults(log_retention_days=14))
    logs = cloud.one(cloudwatch.LogGroup)
    assert logs.inputs["retentionInDays"] == 14
    given = cloud.one(awsx.FargateService).inputs["taskDefinitionArgs"]["logGroup"]
    assert given == {"existing": {"arn": f"arn:aws:cloudwatch:eu-west-1:123456789012:{logs.name}"}}


def test_code_may_do_what_it_was_given_and_ecs_may_write_the_log():
    cloud = made(uses=(READ,))
    [code] = allowed(cloud, "feed-task-permissions")
    assert (code["Action"], code["Resource"]) == (["sqs:ReceiveMessage"], [ORDERS])
    [log] = allowed(cloud, "feed-execution-permissions")
    assert log["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    given = cloud.one(awsx.FargateService).inputs["taskDefinitionArgs"]
    assert given["taskRole"]["roleArn"].endswith(":feed-task-role")
    assert given["executionRole"]["roleArn"].endswith(":feed-execution-role")


def test_code_without_grants_has_a_role_without_permissions():
    assert [each.name for each in made().all(iam.RolePolicy)] == ["feed-execution-permissions"]


def test_ecs_may_pull_from_the_repository_of_its_image_alone():
    def program():
        images = ImageRepository("feed-images", ImageRepositoryArgs(context="app"))
        return FargateService("feed", args(image=images.image())).service.urn

    _, token, pull = allowed(deploy(program), "feed-execution-permissions")
    assert (token["Action"], token["Resource"]) == (["ecr:GetAuthorizationToken"], ["*"])
    assert pull["Resource"] == ["arn:aws:ecr:eu-west-1:123456789012:repository/feed-images"]


def test_the_size_is_that_of_the_task():
    given = service(cpu=1024, memory=3072, architecture="x86_64")["taskDefinitionArgs"]
    assert (given["cpu"], given["memory"]) == ("1024", "3072")
    platform = {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"}
    assert given["runtimePlatform"] == platform


def test_what_is_written_is_in_a_volume_of_its_own():
    given = service(scratch_gb=50)["taskDefinitionArgs"]
    assert given["ephemeralStorage"] == {"sizeInGib": 50}
    assert given["volumes"] == [{"name": "scratch"}]
    inside = {"sourceVolume": "scratch", "containerPath": "/scratch"}
    assert given["container"]["mountPoints"] == [inside]
    assert {"name": "TMPDIR", "value": "/scratch"} in given["container"]["environment"]
    assert not {"volumes", "ephemeralStorage"} & set(service()["taskDefinitionArgs"])


def test_a_cluster_of_its_own_has_container_insights():
    cloud = made()
    given = cloud.one(ecs.Cluster)
    assert given.inputs["settings"] == [{"name": "containerInsights", "value": "enabled"}]
    assert cloud.one(awsx.FargateService).inputs["cluster"].endswith(f":cluster/{given.name}")


def test_an_existing_cluster_is_taken():
    arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/shared"
    cloud = made(cluster=arn)
    assert cloud.all(ecs.Cluster) == []
    assert cloud.one(awsx.FargateService).inputs["cluster"] == arn
    found = cloud.one(cloudwatch.MetricAlarm, "feed-cpu-alarm").inputs["dimensions"]
    assert found == {"ClusterName": "shared", "ServiceName": "feed"}


def test_an_alarm_says_when_fewer_tasks_run():
    given = made(tasks=3).one(cloudwatch.MetricAlarm, "feed-tasks-alarm").inputs
    assert (given["comparisonOperator"], given["threshold"]) == ("LessThanThreshold", 3)
    assert (given["statistic"], given["period"]) == ("SampleCount", 60)
    # A service none of whose tasks runs sends nothing.
    assert given["treatMissingData"] == "breaching"
    names = {each.name for each in made().all(cloudwatch.MetricAlarm)}
    assert names == {"feed-tasks-alarm", "feed-cpu-alarm", "feed-memory-alarm"}


def test_a_stage_knows_why_it_is_paid_for_by_the_hour():
    assert service(workload="long")["tags"]["always-on"] == "the work is long"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"workload": "intermittent"}, "got intermittent, for which there is a Function: it is"),
        ({"workload": "steps"}, "for which there is a Workflow"),
        ({"workload": "big-data"}, "for which there is Athena on a DataLake, or Glue"),
        ({"workload": "special"}, "for which there is EC2"),
        ({"workload": "web"}, "workload must be one of continuous, long, got web"),
        ({"cpu": 300}, "cpu must be one of 256, 512, 1024, 2048, 4096, 8192, 16384, got 300"),
        ({"memory": 3072}, "memory must be one of 512, 1024, 2048 with cpu 256, got 3072"),
        ({"tasks": 0}, "tasks must be between 1 and 5000, got 0"),
        ({"stop_seconds": 121}, "stop_seconds must be between 2 and 120 seconds, got 121"),
        ({"scratch_gb": 20}, "scratch_gb must be between 21 and 200 GiB, got 20"),
        ({"user": "root"}, "user must not be root, got root"),
        ({"user": "0:0"}, "user must not be root, got 0:0"),
        ({"architecture": "arm"}, "architecture must be arm64 or x86_64, got arm"),
        ({"variables": {"QUEUE": "a"}, "uses": (READ,)}, "uses sets the variable QUEUE"),
    ],
)
def test_what_is_no_container_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        args(**changes)


@pytest.mark.parametrize(
    "uri", ["python", "python:latest", "registry:5000/python", "registry:5000/python:latest"]
)
def test_an_image_is_always_the_same(uri):
    with pytest.raises(ValueError, match="uri must have a digest or a tag that is not latest"):
        ContainerImage(uri=uri)
    assert ContainerImage(uri="registry:5000/python@sha256:1f")


def test_a_cluster_is_named_by_the_end_of_its_arn():
    assert name_of("arn:aws:ecs:eu-west-1:123456789012:cluster/shared") == "shared"
