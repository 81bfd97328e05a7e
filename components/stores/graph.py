"""Graph: a Neptune cluster for one service whose questions follow relations, many steps far."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.arn import Arn
from components.defaults import Defaults
from components.network.reference import HasSubnets
from components.network.store_groups import store_groups
from components.observability import store_alarms
from components.stores.graph_grants import PORT, GraphGrants

# The family of the engine's parameters; minor versions are installed in the maintenance window:
# https://docs.aws.amazon.com/neptune/latest/userguide/engine-releases.html
VERSION, FAMILY = "1.4.5.0", "neptune1.4"

# Capacity units, of which each is about 2 GB of memory:
# https://docs.aws.amazon.com/neptune/latest/userguide/neptune-serverless-capacity-scaling.html
UNITS = (1.0, 128.0)
BACKUP_DAYS, OTHER_DAYS = 35, 1


@dataclass(frozen=True, kw_only=True)
class GraphArgs:
    """Where a graph database is, and between which capacities it scales.

    Raises ``ValueError`` for capacities that Neptune does not take.
    """

    network: HasSubnets
    """A ``Network``, or a ``NetworkRef`` of an existing one: the servers are in its isolated
    subnets, the functions in its private ones."""

    minimum_units: float = 1.0
    """Capacity units while nothing is asked, 1 to 128 in steps of a half; one costs about 115
    dollars a month."""

    maximum_units: float = 2.5
    """Capacity units at most, 2.5 to 128."""

    standby: bool | None = None
    """Whether a second server in another zone takes over, for the same price again; if not given,
    in stages that keep data."""

    key: pulumi.Input[str] | None = None
    """A KMS key of the account by ARN, for storage and snapshots; AWS's own if not given."""

    always_on: str = "a graph database is billed by the hour"
    """Why the stage pays for it around the clock: the value of the tag ``always-on``."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms, tags, and ``keep_data`` for protection from deletion, backups of 35
    days and a last snapshot."""

    def __post_init__(self) -> None:
        least, most = UNITS
        for name, given, low in (
            ("minimum_units", self.minimum_units, least),
            ("maximum_units", self.maximum_units, max(2.5, self.minimum_units)),
        ):
            if not low <= given <= most or given * 2 % 1:
                raise ValueError(
                    f"{name} must be between {low:g} and {most:g} in steps of 0.5, got {given:g}"
                )

    @property
    def tags(self) -> dict[str, str]:
        """The tags of what is billed by the hour."""
        return {**self.defaults.tags, "always-on": self.always_on}


class Graph(GraphGrants, pulumi.ComponentResource):
    """A private Neptune cluster, serverless, encrypted, that knows its clients by IAM: requests are
    signed by the function's role, over TLS, in openCypher, Gremlin or SPARQL. Queries are in an
    audit log. Alarms on processor and on capacity that is used up.

    Functions get ``network=graph.clients``. The local stage has no Neptune, nor has its emulator:
    there, and without credentials, it is planned only.
    """

    endpoint: pulumi.Output[str]
    data_arn: pulumi.Output[str]
    cluster: aws.neptune.Cluster
    servers: list[aws.neptune.ClusterInstance]
    store_group: aws.ec2.SecurityGroup
    client_group: aws.ec2.SecurityGroup
    alarms: list[aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: GraphArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:stores:Graph", name, None, opts)
        child, tags = pulumi.ResourceOptions(parent=self), args.defaults.tags

        groups = store_groups(name, args.network, PORT, tags, child)
        self.store_group, self.client_group = groups.store, groups.clients
        subnets = aws.neptune.SubnetGroup(
            f"{name}-subnets", subnet_ids=args.network.isolated_subnet_ids, tags=tags, opts=child
        )
        self.cluster = self._cluster(name, args, subnets)
        keep = args.defaults.keep_data
        standby = keep if args.standby is None else args.standby
        self.servers = [
            aws.neptune.ClusterInstance(
                f"{name}-server-{number}",
                cluster_identifier=self.cluster.id,
                engine="neptune",
                instance_class="db.serverless",
                neptune_subnet_group_name=subnets.name,
                publicly_accessible=False,
                auto_minor_version_upgrade=True,
                tags=args.tags,
                opts=child,
            )
            for number in range(1, 3 if standby else 2)
        ]
        self.alarms = store_alarms.graph(name, self.cluster.id, args.defaults, child)

        self.endpoint, self.clients = self.cluster.endpoint, groups.placement
        self.data_arn = pulumi.Output.all(self.cluster.arn, self.cluster.cluster_resource_id).apply(
            data_of
        )
        self.register_outputs({"endpoint": self.endpoint})

    def _cluster(
        self, name: str, args: GraphArgs, subnets: aws.neptune.SubnetGroup
    ) -> aws.neptune.Cluster:
        keep, child = args.defaults.keep_data, pulumi.ResourceOptions(parent=self)
        parameters = aws.neptune.ClusterParameterGroup(
            f"{name}-parameters",
            family=FAMILY,
            parameters=[{"name": "neptune_enable_audit_log", "value": "1"}],
            tags=args.defaults.tags,
            opts=child,
        )
        return aws.neptune.Cluster(
            f"{name}-cluster",
            engine="neptune",
            engine_version=VERSION,
            serverless_v2_scaling_configuration={
                "min_capacity": args.minimum_units,
                "max_capacity": args.maximum_units,
            },
            iam_database_authentication_enabled=True,
            storage_encrypted=True,
            kms_key_arn=args.key,
            neptune_subnet_group_name=subnets.name,
            neptune_cluster_parameter_group_name=parameters.name,
            vpc_security_group_ids=[self.store_group.id],
            enable_cloudwatch_logs_exports=["audit"],
            backup_retention_period=BACKUP_DAYS if keep else OTHER_DAYS,
            copy_tags_to_snapshot=True,
            deletion_protection=keep,
            skip_final_snapshot=not keep,
            final_snapshot_identifier=f"{name}-last" if keep else None,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=keep or None),
        )


def data_of(known: list[str]) -> str:
    """The ARN of a cluster's data, of the cluster's ARN and its resource id."""
    cluster, resource_id = Arn.parse(known[0]), known[1]
    place = f"{cluster.partition}:neptune-db:{cluster.region}:{cluster.account}"
    return f"arn:{place}:{resource_id}/*"
