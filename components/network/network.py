"""Network: a VPC with three kinds of subnets, endpoints for S3 and DynamoDB, and a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.network import addresses
from components.roles import role_for

Nat = Literal["none", "single", "one-per-zone"]
STRATEGIES: dict[Nat, awsx.ec2.NatGatewayStrategy] = {
    "none": awsx.ec2.NatGatewayStrategy.NONE,
    "single": awsx.ec2.NatGatewayStrategy.SINGLE,
    "one-per-zone": awsx.ec2.NatGatewayStrategy.ONE_PER_AZ,
}

# What is reached without a NAT gateway, and without a charge:
# https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
GATEWAY_ENDPOINTS = ("s3", "dynamodb")

# The shorter of the two windows that there are:
# https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html
AGGREGATION_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """Where a network is, how large it is, and how what is in it reaches the internet.

    Raises ``ValueError`` for fewer than two zones, zones of two Regions, and for a block that is
    not private or has no room for the subnets.
    """

    zones: tuple[str, ...]
    """Availability Zones of one Region, two to six, as ``("eu-west-1a", "eu-west-1b")``. They are
    not looked up, so that a new zone of the Region does not move any subnet."""

    cidr: str = addresses.CIDR
    """The block of private IPv4 addresses, /16 to /22; divided between the zones, and each zone's
    part into a half for private subnets and a quarter each for public and isolated ones. Networks
    that are ever to be joined must not overlap."""

    nat: Nat = "none"
    """How private subnets reach the internet and AWS's APIs: ``none`` for not at all, ``single``
    for one NAT gateway, whose zone takes the others with it when it fails, or ``one-per-zone``. A
    gateway costs about 37 dollars a month with its address, and 0.045 for each gigabyte."""

    flow_log_days: int | None = None
    """How long the log of rejected connections is kept, in days; the stage's log retention if not
    given."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention and tags."""

    def __post_init__(self) -> None:
        if self.nat not in STRATEGIES:
            raise ValueError(f"nat must be one of {', '.join(STRATEGIES)}, got {self.nat}")
        addresses.check(self.cidr, self.zones)

    @property
    def region(self) -> str:
        """The Region of the zones."""
        return self.zones[0][:-1]


class Network(pulumi.ComponentResource):
    """Load balancers are in ``public_subnet_ids``; functions and containers in
    ``private_subnet_ids``, which reach the internet if there is a NAT gateway; databases in
    ``isolated_subnet_ids``, which never do. S3 and DynamoDB are reached from all of them by gateway
    endpoints. The VPC's default security group allows nothing.

    The local stage makes no network: its functions run on this machine. There, and without
    credentials, it is planned only.
    """

    vpc_id: pulumi.Output[str]
    public_subnet_ids: pulumi.Output[Sequence[str]]
    private_subnet_ids: pulumi.Output[Sequence[str]]
    isolated_subnet_ids: pulumi.Output[Sequence[str]]
    vpc: awsx.ec2.Vpc
    endpoints: dict[str, aws.ec2.VpcEndpoint]
    default_security_group: aws.ec2.DefaultSecurityGroup
    log_group: aws.cloudwatch.LogGroup
    flow_log: aws.ec2.FlowLog

    def __init__(
        self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:network:Network", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        self.vpc = awsx.ec2.Vpc(
            name,
            cidr_block=args.cidr,
            availability_zone_names=list(args.zones),
            subnet_strategy=awsx.ec2.SubnetAllocationStrategy.AUTO,
            subnet_specs=[
                awsx.ec2.SubnetSpecArgs(type=awsx.ec2.SubnetType(kind), cidr_blocks=blocks)
                for kind, blocks in addresses.blocks(args.cidr, len(args.zones)).items()
            ],
            nat_gateways=awsx.ec2.NatGatewayConfigurationArgs(strategy=STRATEGIES[args.nat]),
            enable_dns_hostnames=True,
            tags=defaults.tags,
            opts=child,
        )
        self.endpoints = self._endpoints(name, args)
        self.default_security_group = aws.ec2.DefaultSecurityGroup(
            f"{name}-default", vpc_id=self.vpc.vpc_id, tags=defaults.tags, opts=child
        )
        self.log_group, self.flow_log = self._log(f"{name}-flow", args)

        self.vpc_id = self.vpc.vpc_id
        self.public_subnet_ids = self.vpc.public_subnet_ids
        self.private_subnet_ids = self.vpc.private_subnet_ids
        self.isolated_subnet_ids = self.vpc.isolated_subnet_ids
        self.register_outputs({"vpcId": self.vpc_id})

    def _endpoints(self, name: str, args: NetworkArgs) -> dict[str, aws.ec2.VpcEndpoint]:
        """The gateway endpoints, routed to from every subnet. AWSX would name them by the service
        alone, which two networks of a Region have in common.
        """
        tables = self.vpc.route_tables.apply(ids_of)
        return {
            service: aws.ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=self.vpc.vpc_id,
                service_name=f"com.amazonaws.{args.region}.{service}",
                route_table_ids=tables,
                tags={"Name": name, **args.defaults.tags},
                opts=pulumi.ResourceOptions(parent=self),
            )
            for service in GATEWAY_ENDPOINTS
        }

    def _log(self, name: str, args: NetworkArgs) -> tuple[aws.cloudwatch.LogGroup, aws.ec2.FlowLog]:
        """The log of connections that security groups rejected."""
        child, defaults = pulumi.ResourceOptions(parent=self), args.defaults
        days = defaults.log_retention_days if args.flow_log_days is None else args.flow_log_days
        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs", retention_in_days=days, tags=defaults.tags, opts=child
        )
        role = role_for(f"{name}-role", assumed_by("vpc-flow-logs.amazonaws.com"), defaults, child)
        write = Access(
            actions=("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
            resources=(logs.arn, pulumi.Output.concat(logs.arn, ":*")),
        )
        aws.iam.RolePolicy(
            f"{name}-permissions", role=role.id, policy=policy(*statements(write)), opts=child
        )
        log = aws.ec2.FlowLog(
            f"{name}-log",
            vpc_id=self.vpc.vpc_id,
            traffic_type="REJECT",
            log_destination_type="cloud-watch-logs",
            log_destination=logs.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=AGGREGATION_SECONDS,
            tags=defaults.tags,
            opts=child,
        )
        return logs, log


def ids_of(tables: Sequence[aws.ec2.RouteTable]) -> list[pulumi.Output[str]]:
    """The ids of route tables."""
    return [table.id for table in tables]
