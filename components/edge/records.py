"""Records: the entries of DNS that lead from the names of a custom domain to a distribution."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.edge.custom_domain import CustomDomain

# For IPv4 and for IPv6.
TYPES = ("A", "AAAA")


def records(
    name: str,
    domain: CustomDomain,
    distribution: aws.cloudfront.Distribution,
    opts: pulumi.ResourceOptions,
) -> tuple[aws.route53.Record, ...]:
    """The records of each name, for IPv4 and IPv6; none without a zone."""
    if domain.zone_id is None:
        return ()
    alias: Any = {
        "name": distribution.domain_name,
        "zone_id": distribution.hosted_zone_id,
        "evaluate_target_health": False,
    }
    return tuple(
        aws.route53.Record(
            f"{name}-{host}-{kind.lower()}-record",
            zone_id=domain.zone_id,
            name=host,
            type=kind,
            aliases=[alias],
            opts=opts,
        )
        for host in domain.names
        for kind in TYPES
    )
