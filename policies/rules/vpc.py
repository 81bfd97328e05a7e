"""Amazon VPC: who may reach what is in a network."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import vpc
from policies.framework.resource import Resource
from policies.framework.rule import rule

# What load balancers answer: HTTP and HTTPS.
PUBLIC_PORTS = (80, 443)
EVERYWHERE = {"cidrIpv4": "0.0.0.0/0", "cidrIpv6": "::/0"}


@rule(
    "vpc-ingress-not-open",
    "Only HTTP and HTTPS are reached from everywhere",
    about=vpc.SecurityGroupIngressRule,
    severity=Severity.CRITICAL,
    remedy="Name the security group of the clients (referenced_security_group_id), or their block "
    "of addresses",
    documentation="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
)
def ingress_is_not_open(ingress: Resource) -> Iterator[str]:
    """A port that the internet reaches is found within hours, and its passwords are tried."""
    if not any(ingress.get(key) == block for key, block in EVERYWHERE.items()):
        return
    first, last = ingress.get("fromPort"), ingress.get("toPort")
    if first != last or first not in PUBLIC_PORTS:
        ports = f"port {first:g}" if first is not None and first == last else "more than one port"
        yield f"{ports} is reached from everywhere"


RULES = (ingress_is_not_open,)
