"""Fargate service: containers that run around the clock, for work that is no function's."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components.containers import workload
from components.containers.roles import execution_role, task_role
from components.containers.task import ContainerTask, definition
from components.containers.workload import Workload
from components.defaults import Defaults
from components.limits import within
from components.network.placement import Placement
from components.network.reference import HasSubnets
from components.network.store_groups import EVERYWHERE, HTTPS, allow
from components.observability.container_alarms import alarms_of

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
TASKS = (1, 5000)


@dataclass(frozen=True, kw_only=True)
class FargateServiceArgs:
    """What runs, why it is no function, and where.

    Raises ``ValueError`` for work that a function, a workflow or EC2 is for.
    """

    workload: Workload
    """Why this is no function: it is ``continuous``, or a piece of it is ``long``, which means more
    than 15 minutes."""

    task: ContainerTask
    """What runs, and what it may do."""

    network: HasSubnets
    """A ``Network``, or a ``NetworkRef`` of an existing one, whose private subnets reach the image
    and the log: by a NAT gateway, or by endpoints for ECR and CloudWatch Logs."""

    reaches: tuple[Placement, ...] = ()
    """Placements of the clients of stores in the network, as ``database.clients``; beside them only
    HTTPS is reached, and nothing reaches the containers."""

    tasks: int = 1
    """How many run, 1 to 5000."""

    overlap: bool = True
    """Whether a deployment starts the new tasks before it stops the old ones; not for work that two
    at once would spoil."""

    cluster: pulumi.Input[str] | None = None
    """ARN of an existing cluster; one of its own with Container Insights if not given."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms, log retention and tags."""

    def __post_init__(self) -> None:
        workload.check(self.workload)
        within("tasks", self.tasks, TASKS)

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
        self.role = task_role(name, args.task.uses, defaults, child)
        self.execution_role = execution_role(name, args.task.image, self.log_group, defaults, child)
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
            task_definition_args=definition(
                name, args.task, self.role, self.execution_role, self.log_group, tags
            ),
            tags=args.tags,
            opts=child,
        )
        dimensions = {
            "ClusterName": pulumi.Output.from_input(cluster).apply(name_of),
            "ServiceName": self.service.service.name,
        }
        self.alarms = alarms_of(name, dimensions, args.tasks, defaults, child)
        self.register_outputs({"roleArn": self.role.arn})

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
