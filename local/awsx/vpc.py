"""Vpc: a VPC with subnets by zone and NAT gateways, as ``awsx.ec2.Vpc`` makes them.

The layout is the explicit one: blocks and zones are given. Names, parents and tags of the children
are AWSX's own (https://github.com/pulumi/pulumi-awsx/tree/master/awsx/ec2), so that a plan made
here and a deployment with the official plugin are of the same resources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from local.awsx.component import Component, supported

KNOWN = frozenset(
    {
        "availabilityZoneNames",
        "cidrBlock",
        "enableDnsHostnames",
        "natGateways",
        "subnetSpecs",
        "subnetStrategy",
        "tags",
    }
)
# A NAT gateway is made in a public subnet before a private one has a route to it.
ORDER = ("Public", "Private", "Isolated")
EVERYWHERE = "0.0.0.0/0"


class Vpc(Component):
    """Everything that the component makes, below it in the same order."""

    def __init__(
        self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        pulumi.ComponentResource.__init__(self, "awsx:ec2:Vpc", name, None, opts)
        supported("awsx:ec2:Vpc", inputs, KNOWN)
        self._name, self._inputs = name, inputs
        self._tags = dict(inputs.get("tags") or {})
        self._nat = (inputs.get("natGateways") or {}).get("strategy", "OnePerAz")
        shared = {"Name": name, **self._tags}
        self.vpc = aws.ec2.Vpc(
            name,
            cidr_block=inputs["cidrBlock"],
            enable_dns_hostnames=inputs.get("enableDnsHostnames"),
            tags=shared,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._in_vpc = pulumi.ResourceOptions(parent=self.vpc, depends_on=[self.vpc])
        self.gateway = aws.ec2.InternetGateway(
            name, vpc_id=self.vpc.id, tags=shared, opts=self._in_vpc
        )
        self.gateways: list[aws.ec2.NatGateway] = []
        self.tables: list[aws.ec2.RouteTable] = []
        self.subnets: dict[str, list[aws.ec2.Subnet]] = {kind: [] for kind in ORDER}
        for number, zone, kind, block in _layout(inputs):
            self._subnet(number, zone, kind, block, shared)
        self.state = {
            "vpcId": self.vpc.id,
            "vpc": self.vpc,
            "internetGateway": self.gateway,
            "natGateways": self.gateways,
            "routeTables": self.tables,
            "vpcEndpoints": [],
            "subnets": [each for kind in ORDER for each in self.subnets[kind]],
            **{f"{kind.lower()}Subnets": found for kind, found in self.subnets.items()},
            **{
                f"{kind.lower()}SubnetIds": [each.id for each in found]
                for kind, found in self.subnets.items()
            },
        }
        self.register_outputs(self.state)

    def _subnet(
        self, number: int, zone: str, kind: str, block: str, shared: Mapping[str, str]
    ) -> None:
        """A subnet with its route table, and in a public one the zone's NAT gateway."""
        name = f"{self._name}-{kind.lower()}-{number}"
        tags = {**shared, "Name": name, "SubnetType": kind}
        subnet = aws.ec2.Subnet(
            name,
            vpc_id=self.vpc.id,
            availability_zone=zone,
            cidr_block=block,
            map_public_ip_on_launch=kind == "Public",
            assign_ipv6_address_on_creation=False,
            tags=tags,
            opts=self._in_vpc,
        )
        self.subnets[kind].append(subnet)
        within = pulumi.ResourceOptions(parent=subnet, depends_on=[subnet])
        table = aws.ec2.RouteTable(name, vpc_id=self.vpc.id, tags=tags, opts=within)
        self.tables.append(table)
        below = pulumi.ResourceOptions(parent=table, depends_on=[table])
        aws.ec2.RouteTableAssociation(
            name, route_table_id=table.id, subnet_id=subnet.id, opts=below
        )
        wanted = {"None": 0, "Single": 1}.get(self._nat, number)
        if kind == "Public" and len(self.gateways) < wanted:
            self.gateways.append(self._nat_gateway(f"{self._name}-{number}", subnet, within))
        if (target := self._default_route(kind, number)) is not None:
            aws.ec2.Route(
                name,
                route_table_id=table.id,
                destination_cidr_block=EVERYWHERE,
                opts=below,
                **target,
            )

    def _nat_gateway(
        self, name: str, subnet: aws.ec2.Subnet, opts: pulumi.ResourceOptions
    ) -> aws.ec2.NatGateway:
        tags = {**self._tags, "Name": name}
        address = aws.ec2.Eip(name, tags=tags, opts=opts)
        return aws.ec2.NatGateway(
            name, subnet_id=subnet.id, allocation_id=address.allocation_id, tags=tags, opts=opts
        )

    def _default_route(self, kind: str, number: int) -> dict[str, Any] | None:
        """Where a subnet sends what is for the internet: nowhere, for an isolated one."""
        if kind == "Public":
            return {"gateway_id": self.gateway.id}
        if kind == "Private" and self.gateways:
            last = min(number, len(self.gateways))
            return {"nat_gateway_id": self.gateways[last - 1].id}
        return None


def _layout(inputs: Mapping[str, Any]) -> Iterator[tuple[int, str, str, str]]:
    """The subnets: number and name of the zone, kind and block."""
    specs = inputs.get("subnetSpecs") or []
    if inputs.get("subnetStrategy") != "Auto" or not all(each.get("cidrBlocks") for each in specs):
        raise pulumi.RunError(
            "awsx:ec2:Vpc: supported here are subnetStrategy Auto, and subnetSpecs with cidrBlocks"
        )
    for place, zone in enumerate(inputs["availabilityZoneNames"]):
        for spec in sorted(specs, key=lambda each: ORDER.index(each["type"])):
            yield place + 1, zone, spec["type"], spec["cidrBlocks"][place]
