"""Amazon VPC: who may reach what is in a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import ec2, vpc
from policies.framework.graph import token
from policies.framework.resource import UNKNOWN, Resource, Undecided
from policies.framework.rule import rule

# What load balancers answer: HTTP and HTTPS.
PUBLIC_PORTS = (80, 443)
EVERYWHERE = ("0.0.0.0/0", "::/0")
# Where a rule has its blocks of addresses, in each of its spellings.
BLOCKS = ("cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks")


@rule(
    "vpc-ingress-not-open",
    "Only HTTP and HTTPS are reached from everywhere",
    about=(vpc.SecurityGroupIngressRule, ec2.SecurityGroupRule, ec2.SecurityGroup),
    severity=Severity.CRITICAL,
    remedy="Name the security group of the clients (referenced_security_group_id), or their block "
    "of addresses",
    documentation="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
)
def ingress_is_not_open(holder: Resource) -> Iterator[str]:
    """A port that the internet reaches is found within hours, and its passwords are tried."""
    for ingress in _rules_of(holder):
        first, last = ingress.get("fromPort"), ingress.get("toPort")
        if _is_open(ingress) and (first != last or first not in PUBLIC_PORTS):
            yield f"the ports {first} to {last} are reached from everywhere"


def _rules_of(holder: Resource) -> Sequence[Mapping[str, Any]]:
    """The rules of a group that are in it, or the one rule that is beside it."""
    if holder.type == token(ec2.SecurityGroup):
        # Of a group whose program says nothing of it, AWS says what is beside it, once it is made.
        unknown = holder.properties.get("ingress") is UNKNOWN
        if unknown and not holder.property_dependencies.get("ingress"):
            return []
        inside: Sequence[Mapping[str, Any]] = holder.get("ingress", [])
        return inside
    return [holder.properties] if holder.get("type", "ingress") == "ingress" else []


def _is_open(ingress: Mapping[str, Any]) -> bool:
    found = [ingress.get(place, []) for place in BLOCKS]
    given = [each for one in found for each in (one if isinstance(one, list) else [one])]
    if UNKNOWN in given:
        raise Undecided("a block of addresses is not known yet")
    return any(each in EVERYWHERE for each in given)


RULES = (ingress_is_not_open,)
