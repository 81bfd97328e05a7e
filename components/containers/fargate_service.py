"""Fargate service: containers that run around the clock, for work that is no function's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components.access import Access, environment
from components.containers import size, workload
from components.containers.image import ContainerImage, check_architecture
from components.containers.roles import execution_role, task_role
from components.containers.workload import Workload
from components.defaults import Defaults
from components.limits import within
from components.network.placement import Placement
from components.network.reference import HasSubnets
from components.network.store_groups import EVERYWHERE, HTTPS, allow
from components.observability.container_alarms import alarms_of

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
TASKS = (1, 5000)
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
STOP_SECONDS = (2, 120)
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
SCRATCH_GB = (21, 200)
SCRATCH = "scratch"


@dataclass(frozen=True, kw_only=True)
class FargateServiceArgs:
    """What runs, why it is no function, and what it may do.

    Raises ``ValueError`` for work that a function, a workflow or EC2 is for, and for numbers that
    Fargate does not have.
    """

    workload: Workload
    """Why this is no function: it is ``continuous``, or a piece of it is ``long``, which means more
    than 15 minutes."""

    image: ContainerImage
    """What runs: an image of an ``ImageRepository``, or a public one."""

    network: HasSubnets
    """A ``Network``, or a ``NetworkRef`` of an existing one, whose private subnets reach the image
    and the log: by a NAT gateway, or by endpoints for ECR and CloudWatch Logs."""

    reaches: tuple[Placement, ...] = ()
    """Placements of the clients of stores in the network, as ``database.clients``; beside them only
    HTTPS is reached, and nothing reaches the containers."""

    command: tuple[str, ...] = ()
    """What is started in place of the image's own command."""

    uses: tuple[Access, ...] = ()
    """What the code may do, and the variables that come with it."""

    variables: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """More environment variables, none of them secret."""

    tasks: int = 1
    """How many run, 1 to 5000."""

    overlap: bool = True
    """Whether a deployment starts the new tasks before it stops the old ones; not for work that two
    at once would spoil."""

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

    cluster: pulumi.Input[str] | None = None
    """ARN of an existing cluster; one of its own with Container Insights if not given."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms, log retention and tags."""

    def __post_init__(self) -> None:
        workload.check(self.workload)
        size.check(self.cpu, self.memory)
        check_architecture(self.architecture)
        within("tasks", self.tasks, TASKS)
        within("stop_seconds", self.stop_seconds, STOP_SECONDS, "seconds")
        if self.scratch_gb is not None:
            within("scratch_gb", self.scratch_gb, SCRATCH_GB, "GiB")
        if self.user.partition(":")[0] in ("", "0", "root"):
            raise ValueError(f"user must not be root, got {self.user or 'none'}")
        if twice := sorted(set(self.variables) & set(environment(self.uses))):
            raise ValueError(
                f"uses sets the variable {twice[0]}; give the one in variables another"
            )

    @property
    def tags(self) -> dict[str, str]:
        """The tags of what is billed by the hour."""
        return {**self.defaults.tags, "always-on": f"the work is {self.workload}"}


class FargateService(pulumi.ComponentResource):
    """Tasks in private subnets that nothing connects to: they take their work from a queue, a
    stream or an address of others. A deployment whose tasks do not stay up is rolled back (circuit
    breaker). The file system is read-only, the process is not root, and code and ECS have a role
    each, for what is named only. Alarms on missing tasks, processor and memory.

    The local stage makes no network: there, and without credentials, it is planned only.
    """

    service: awsx.ecs.FargateService
    cluster: aws.ecs.Cluster | None
    group: aws.ec2.SecurityGroup
    role: aws.iam.Role
    execution_role: aws.iam.Role
    log_group: aws.cloudwatch.LogGroup
    alarms: dict[str, aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: FargateServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:containers:FargateService", name, None, opts)
        child, defaults = pulumi.ResourceOptions(parent=self), args.defaults
        tags = defaults.tags

        self.log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs", retention_in_days=defaults.log_retention_days, tags=tags, opts=child
        )
        self.role = task_role(name, args.uses, tags, child)
        self.execution_role = execution_role(name, args.image, self.log_group, tags, child)
        self.group = self._group(name, args)
        self.cluster, cluster = self._cluster(name, args)
        self.service = awsx.ecs.FargateService(
            name,
            cluster=cluster,
            desired_count=args.tasks,
            deployment_minimum_healthy_percent=100 if args.overlap else 0,
            deployment_maximum_percent=200 if args.overlap else 100,
            deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(
                enable=True, rollback=True
            ),
            network_configuration=self._place(args),
            propagate_tags="SERVICE",
            task_definition_args=self._task(name, args),
            tags=args.tags,
            opts=child,
        )
        dimensions = {
            "ClusterName": pulumi.Output.from_input(cluster).apply(name_of),
            "ServiceName": self.service.service.name,
        }
        self.alarms = alarms_of(name, dimensions, args.tasks, defaults, child)
        self.register_outputs({"roleArn": self.role.arn})

    def _task(
        self, name: str, args: FargateServiceArgs
    ) -> awsx.ecs.FargateServiceTaskDefinitionArgs:
        """The one container, in the roles and with the log of this component."""
        scratch = args.scratch_gb is not None
        variables = {**args.variables, **environment(args.uses)}
        if scratch:
            variables["TMPDIR"] = f"/{SCRATCH}"
        container = awsx.ecs.TaskDefinitionContainerDefinitionArgs(
            name=name,
            image=args.image.uri,
            command=list(args.command) or None,
            environment=[
                awsx.ecs.TaskDefinitionKeyValuePairArgs(name=key, value=value)
                for key, value in sorted(variables.items())
            ],
            essential=True,
            linux_parameters=awsx.ecs.TaskDefinitionLinuxParametersArgs(init_process_enabled=True),
            mount_points=[
                awsx.ecs.TaskDefinitionMountPointArgs(
                    source_volume=SCRATCH, container_path=f"/{SCRATCH}"
                )
            ]
            if scratch
            else None,
            readonly_root_filesystem=True,
            stop_timeout=args.stop_seconds,
            user=args.user,
        )
        return awsx.ecs.FargateServiceTaskDefinitionArgs(
            container=container,
            cpu=str(args.cpu),
            memory=str(args.memory),
            volumes=[aws.ecs.TaskDefinitionVolumeArgs(name=SCRATCH)] if scratch else None,
            ephemeral_storage=None
            if args.scratch_gb is None
            else aws.ecs.TaskDefinitionEphemeralStorageArgs(size_in_gib=args.scratch_gb),
            runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
                cpu_architecture=args.architecture.upper(), operating_system_family="LINUX"
            ),
            task_role=awsx.awsx.DefaultRoleWithPolicyArgs(role_arn=self.role.arn),
            execution_role=awsx.awsx.DefaultRoleWithPolicyArgs(role_arn=self.execution_role.arn),
            log_group=awsx.awsx.DefaultLogGroupArgs(
                existing=awsx.awsx.ExistingLogGroupArgs(arn=self.log_group.arn)
            ),
            tags=args.defaults.tags,
        )

    def _group(self, name: str, args: FargateServiceArgs) -> aws.ec2.SecurityGroup:
        """What the tasks reach beside their stores: HTTPS anywhere."""
        child = pulumi.ResourceOptions(parent=self)
        group = aws.ec2.SecurityGroup(
            f"{name}-tasks",
            description=f"Tasks of {name}",
            vpc_id=args.network.vpc_id,
            tags=args.defaults.tags,
            opts=child,
        )
        allow(f"{name}-tasks-to-https", "out", group, HTTPS, child, cidr=EVERYWHERE)
        return group

    def _cluster(
        self, name: str, args: FargateServiceArgs
    ) -> tuple[aws.ecs.Cluster | None, pulumi.Input[str]]:
        """The cluster that is made here, if one is, and the ARN of the one that is used."""
        if args.cluster is not None:
            return None, args.cluster
        made = aws.ecs.Cluster(
            f"{name}-cluster",
            settings=[{"name": "containerInsights", "value": "enabled"}],
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return made, made.arn

    def _place(self, args: FargateServiceArgs) -> aws.ecs.ServiceNetworkConfigurationArgs:
        """Private subnets, and the groups of all that is reached."""
        place = Placement(subnets=args.network.private_subnet_ids, groups=(self.group.id,))
        for each in args.reaches:
            place += each
        return aws.ecs.ServiceNetworkConfigurationArgs(
            subnets=place.subnets, security_groups=list(place.groups), assign_public_ip=False
        )


def name_of(arn: str) -> str:
    """The name of a cluster, of its ARN."""
    return arn.rpartition("/")[2]
