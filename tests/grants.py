"""Who may do what in a deployed program, read from its role policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi_aws as aws

from tests.cloud import Cloud


@dataclass(frozen=True)
class Grant:
    """One action on one resource, allowed to a part of a service."""

    service: str
    part: str
    action: str
    resource: str
    condition: Any


def grants(cloud: Cloud) -> Iterator[Grant]:
    """Every grant of every service's role."""
    for policy in cloud.all(aws.iam.RolePolicy):
        for statement in policy.json("policy")["Statement"]:
            named = statement["Resource"]
            for resource in [named] if isinstance(named, str) else named:
                for action in statement["Action"]:
                    yield Grant(
                        service=policy.name.partition("-")[0],
                        part=policy.name,
                        action=action,
                        resource=resource,
                        condition=statement.get("Condition"),
                    )


def may(cloud: Cloud, action: str) -> list[Grant]:
    """The grants of one action."""
    return [grant for grant in grants(cloud) if grant.action == action]
