"""Store groups: the security groups of a store and of its clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.network.placement import Placement
from components.network.reference import HasSubnets

HTTPS = 443
EVERYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class StoreGroups:
    """The group of the store, and the group and the placement of its clients."""

    store: aws.ec2.SecurityGroup
    clients: aws.ec2.SecurityGroup
    placement: Placement


def store_groups(
    name: str,
    network: HasSubnets,
    port: int,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> StoreGroups:
    """Clients reach the store at ``port``, and HTTPS anywhere: AWS's own APIs, by the network's
    endpoints or its NAT gateway. Nothing reaches the clients, and the store reaches itself only:
    its proxy is in the same group.
    """

    def group(role: str, what: str) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            f"{name}-{role}",
            description=f"{what} {name}",
            vpc_id=network.vpc_id,
            tags=tags,
            opts=opts,
        )

    store, clients = group("store", "The store"), group("clients", "Clients of the store")
    allow(f"{name}-from-clients", "in", store, port, opts, group=clients)
    allow(f"{name}-from-store", "in", store, port, opts, group=store)
    allow(f"{name}-within", "out", store, port, opts, group=store)
    allow(f"{name}-to-store", "out", clients, port, opts, group=store)
    allow(f"{name}-to-https", "out", clients, HTTPS, opts, cidr=EVERYWHERE)
    placement = Placement(subnets=network.private_subnet_ids, groups=(clients.id,))
    return StoreGroups(store=store, clients=clients, placement=placement)


def allow(
    name: str,
    direction: str,
    of: aws.ec2.SecurityGroup,
    port: int,
    opts: pulumi.ResourceOptions,
    *,
    group: aws.ec2.SecurityGroup | None = None,
    cidr: str | None = None,
) -> None:
    """Allow TCP at a port, ``in`` or ``out`` of a group, from or to another group or a block."""
    kind = (
        aws.vpc.SecurityGroupIngressRule if direction == "in" else aws.vpc.SecurityGroupEgressRule
    )
    kind(
        f"{name}-rule",
        security_group_id=of.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=None if group is None else group.id,
        cidr_ipv4=cidr,
        tags=of.tags,
        opts=opts,
    )
