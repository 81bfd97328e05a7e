"""Placement: the subnets and security groups that a function or a container runs in."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.network.reference import Ids

# https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
GROUPS = 5


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Subnets of one network, and the groups whose rules say what is reached from there.

    Two placements of one network are joined by ``+``: what runs there has the groups of both.
    Raises ``ValueError`` without a group, for more than Lambda takes, and for another network's.
    """

    subnets: Ids
    """Ids of private subnets, in two Availability Zones or more."""

    groups: tuple[pulumi.Input[str], ...]
    """Ids of security groups, 1 to 5."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.groups) <= GROUPS:
            raise ValueError(f"groups must be 1 to {GROUPS}, got {len(self.groups)}")

    def vpc_config(self) -> aws.lambda_.FunctionVpcConfigArgs:
        """The placement as Lambda takes it."""
        return aws.lambda_.FunctionVpcConfigArgs(
            subnet_ids=self.subnets, security_group_ids=list(self.groups)
        )

    def __add__(self, other: Placement) -> Placement:
        if other.subnets is not self.subnets and other.subnets != self.subnets:
            raise ValueError("placements must be of one network to be joined, got two")
        more = tuple(each for each in other.groups if each not in self.groups)
        return Placement(subnets=self.subnets, groups=(*self.groups, *more))
