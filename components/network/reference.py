"""NetworkRef: a network that exists, by its ids, where a component takes one of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import pulumi

Ids: TypeAlias = pulumi.Input[Sequence[pulumi.Input[str]]]


class HasSubnets(Protocol):
    """A network: a ``Network``, or the ``NetworkRef`` of an existing one."""

    @property
    def vpc_id(self) -> pulumi.Input[str]: ...

    @property
    def private_subnet_ids(self) -> Ids: ...

    @property
    def isolated_subnet_ids(self) -> Ids: ...

    @property
    def public_subnet_ids(self) -> Ids: ...


@dataclass(frozen=True, kw_only=True)
class NetworkRef:
    """A VPC and its subnets that were made elsewhere; each kind in two Availability Zones."""

    vpc_id: pulumi.Input[str]
    """The id of the VPC, as ``vpc-0a1b2c3d``."""

    private_subnet_ids: Ids
    """Where functions and containers are; a NAT gateway is reached from them if there is one."""

    isolated_subnet_ids: Ids
    """Where databases are; the private ones, where the network has no others."""

    public_subnet_ids: Ids = ()
    """Where load balancers are; none if nothing is reached from the internet."""
