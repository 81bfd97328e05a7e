"""Proxy: what an RDS Proxy may read, and how many connections it keeps to a server."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.roles import role_for

# Of the connections that the server takes, the proxy leaves some to people and jobs.
CONNECTIONS_PERCENT = 90
# How long a caller waits for a connection of the proxy, in seconds: less than a function behind an
# API has (20).
BORROW_SECONDS = 10


def role(
    name: str,
    secret: pulumi.Input[str],
    key: pulumi.Input[str] | None,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.iam.Role:
    """The role that reads one secret, and nothing else."""
    made = role_for(f"{name}-role", assumed_by("rds.amazonaws.com"), defaults, opts)
    read = Access(actions=("secretsmanager:GetSecretValue",), resources=(secret,), key=key)
    aws.iam.RolePolicy(
        f"{name}-permissions", role=made.id, policy=policy(*statements(read)), opts=opts
    )
    return made


def pool(
    name: str,
    proxy: aws.rds.Proxy,
    instance: aws.rds.Instance,
    opts: pulumi.ResourceOptions,
) -> None:
    """What the proxy keeps open, and that it is in front of the instance."""
    group = aws.rds.ProxyDefaultTargetGroup(
        f"{name}-pool",
        db_proxy_name=proxy.name,
        connection_pool_config={
            "max_connections_percent": CONNECTIONS_PERCENT,
            "connection_borrow_timeout": BORROW_SECONDS,
        },
        opts=opts,
    )
    aws.rds.ProxyTarget(
        f"{name}-target",
        db_instance_identifier=instance.identifier,
        db_proxy_name=proxy.name,
        target_group_name=group.name,
        opts=opts,
    )
