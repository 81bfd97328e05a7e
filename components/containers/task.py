"""ContainerTask: what a container runs, with how much, and what it may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components.access import Access, environment
from components.containers import size
from components.containers.image import ContainerImage, check_architecture
from components.limits import within

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
STOP_SECONDS = (2, 120)
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
SCRATCH_GB = (21, 200)
SCRATCH = "scratch"


@dataclass(frozen=True, kw_only=True)
class ContainerTask:
    """A container by its image; its file system is read-only, and its process never root.

    Raises ``ValueError`` for numbers that Fargate does not have, for root, and for a variable that
    is set twice.
    """

    image: ContainerImage
    """What runs: an image of an ``ImageRepository``, or a public one."""

    command: tuple[str, ...] = ()
    """What is started in place of the image's own command."""

    uses: tuple[Access, ...] = ()
    """What the code may do, and the variables that come with it."""

    variables: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """More environment variables, none of them secret."""

    cpu: int = 256
    """CPU units of a task, of which 1024 are a vCPU: 256 to 16,384."""

    memory: int = 512
    """Memory of a task in MiB, as Fargate has it with ``cpu``; 256 and 512 cost about 7 dollars a
    month on arm64."""

    scratch_gb: int | None = None
    """Temporary storage in GiB, 21 to 200, mounted at ``/scratch``, where ``TMPDIR`` points;
    the image makes that folder for ``user`` (``VOLUME``). Without it nothing can be written."""

    architecture: str = "arm64"
    """What the image was built for: ``arm64`` or ``x86_64``."""

    stop_seconds: int = 30
    """How long a task has between the signal to end (SIGTERM) and its end, 2 to 120 seconds."""

    user: str = "65534:65534"
    """The user and group of the process in the container; never root."""

    def __post_init__(self) -> None:
        size.check(self.cpu, self.memory)
        check_architecture(self.architecture)
        within("stop_seconds", self.stop_seconds, STOP_SECONDS, "seconds")
        if self.scratch_gb is not None:
            within("scratch_gb", self.scratch_gb, SCRATCH_GB, "GiB")
        if self.user.partition(":")[0] in ("", "0", "root"):
            raise ValueError(f"user must not be root, got {self.user or 'none'}")
        if twice := sorted(set(self.variables) & set(environment(self.uses))):
            raise ValueError(
                f"uses sets the variable {twice[0]}; give the one in variables another"
            )


def definition(
    name: str,
    task: ContainerTask,
    role: aws.iam.Role,
    execution: aws.iam.Role,
    logs: aws.cloudwatch.LogGroup,
    tags: Mapping[str, str],
) -> awsx.ecs.FargateServiceTaskDefinitionArgs:
    """The task as AWSX takes it: the one container, in these roles and with this log."""
    scratch = task.scratch_gb
    return awsx.ecs.FargateServiceTaskDefinitionArgs(
        container=_container(name, task),
        cpu=str(task.cpu),
        memory=str(task.memory),
        volumes=None if scratch is None else [aws.ecs.TaskDefinitionVolumeArgs(name=SCRATCH)],
        ephemeral_storage=None
        if scratch is None
        else aws.ecs.TaskDefinitionEphemeralStorageArgs(size_in_gib=scratch),
        runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
            cpu_architecture=task.architecture.upper(), operating_system_family="LINUX"
        ),
        task_role=awsx.awsx.DefaultRoleWithPolicyArgs(role_arn=role.arn),
        execution_role=awsx.awsx.DefaultRoleWithPolicyArgs(role_arn=execution.arn),
        log_group=awsx.awsx.DefaultLogGroupArgs(
            existing=awsx.awsx.ExistingLogGroupArgs(arn=logs.arn)
        ),
        tags=tags,
    )


def _container(name: str, task: ContainerTask) -> awsx.ecs.TaskDefinitionContainerDefinitionArgs:
    variables, mounts = {**task.variables, **environment(task.uses)}, None
    if task.scratch_gb is not None:
        place = f"/{SCRATCH}"
        variables["TMPDIR"] = place
        mount = awsx.ecs.TaskDefinitionMountPointArgs(source_volume=SCRATCH, container_path=place)
        mounts = [mount]
    return awsx.ecs.TaskDefinitionContainerDefinitionArgs(
        name=name,
        image=task.image.uri,
        command=list(task.command) or None,
        environment=[
            awsx.ecs.TaskDefinitionKeyValuePairArgs(name=key, value=value)
            for key, value in sorted(variables.items())
        ],
        essential=True,
        linux_parameters=awsx.ecs.TaskDefinitionLinuxParametersArgs(init_process_enabled=True),
        mount_points=mounts,
        readonly_root_filesystem=True,
        stop_timeout=task.stop_seconds,
        user=task.user,
    )
