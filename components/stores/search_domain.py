"""Search domain: an OpenSearch domain for one service, reached by signed requests only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, policy
from components.defaults import Defaults
from components.limits import within
from components.observability import search_alarms
from components.stores.search_access import access_role, allow_role
from components.stores.search_logs import publish_logs

ENGINE = "OpenSearch_2.19"
TLS_POLICY = "Policy-Min-TLS-1-2-PFS-2023-10"

# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html
INSTANCES = (1, 80)
VOLUME_GB = (10, 16_384)
INSTANCE_TYPE = re.compile(r"[a-z0-9]+\.[a-z0-9]+\.search")
NAME_LIMIT = 28
MOST_ZONES = 3


@dataclass(frozen=True, kw_only=True)
class SearchDomainArgs:
    """The size of a domain, and where it is.

    Raises ``ValueError`` for values that OpenSearch Service would refuse.
    """

    account: pulumi.Input[str]
    """The number of the account, whose functions may have the domain's role."""

    instance_type: str = "t3.small.search"
    """What each node runs on, as ``r7g.large.search``; paid by the hour."""

    instances: int = 1
    """Number of nodes, 1 to 80. With two they are in two zones, from three on in three; with one
    the domain is gone while its node is."""

    volume_gb: int = 10
    """Disk of each node (gp3), 10 to 16,384 GB."""

    subnets: tuple[pulumi.Input[str], ...] = ()
    """Ids of private subnets, one a zone, that the domain has its addresses in. Without them its
    endpoint is reached from outside, by requests that the domain's role has signed."""

    security_groups: tuple[pulumi.Input[str], ...] = ()
    """Ids of security groups, with ``subnets``: they must allow port 443 from the functions."""

    key: pulumi.Input[str] | None = None
    """KMS key that the disks and snapshots are encrypted with, by ARN; AWS's own if not given."""

    always_on: str = "a search domain is billed by the hour"
    """Why the stage pays for it around the clock: the value of the tag ``always-on``."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms, log retention, tags, and ``keep_data`` for protection from
    deletion."""

    def __post_init__(self) -> None:
        within("instances", self.instances, INSTANCES)
        within("volume_gb", self.volume_gb, VOLUME_GB, "GB")
        if not INSTANCE_TYPE.fullmatch(self.instance_type):
            raise ValueError(
                f"instance_type must end in .search, as t3.small.search, got {self.instance_type}"
            )
        if bool(self.subnets) != bool(self.security_groups):
            raise ValueError("subnets and security_groups must be given both or neither")
        if self.subnets and len(self.subnets) != self.zones:
            raise ValueError(
                f"subnets must be {self.zones}, one for each zone of {self.instances} instances, "
                f"got {len(self.subnets)}"
            )

    @property
    def zones(self) -> int:
        """In how many Availability Zones the nodes are."""
        return min(self.instances, MOST_ZONES)


class SearchDomain(pulumi.ComponentResource):
    """An OpenSearch domain: encrypted at rest, between nodes and on the way, with fine-grained
    access control that knows one role, ``role``, which functions with ``access`` assume; logs of
    errors, slow requests and audits; alarms on status, storage, memory and refused writes.

    ``endpoint`` is a URL.
    """

    endpoint: pulumi.Output[str]
    arn: pulumi.Output[str]
    domain: aws.opensearch.Domain
    domain_policy: aws.opensearch.DomainPolicy
    role: aws.iam.Role
    log_groups: dict[str, aws.cloudwatch.LogGroup]
    log_policy: aws.cloudwatch.LogResourcePolicy
    alarms: dict[str, aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: SearchDomainArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:stores:SearchDomain", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        self.role = access_role(name, args.account, defaults, child)
        self.log_groups, self.log_policy = publish_logs(name, args.account, defaults, child)
        self.domain = aws.opensearch.Domain(
            f"{name}-domain",
            engine_version=ENGINE,
            **_nodes(args),
            **_closed(args, self.role),
            log_publishing_options=[
                {"log_type": kind, "cloudwatch_log_group_arn": group.arn}
                for kind, group in self.log_groups.items()
            ],
            software_update_options={"auto_software_update_enabled": True},
            tags={**defaults.tags, "always-on": args.always_on},
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[self.log_policy], protect=defaults.keep_data or None
            ),
        )
        self.domain_policy = aws.opensearch.DomainPolicy(
            f"{name}-domain-policy",
            domain_name=self.domain.domain_name,
            access_policies=policy(allow_role(self.role, self.domain.arn)),
            opts=child,
        )
        dimensions = {"DomainName": self.domain.domain_name, "ClientId": args.account}
        self.alarms = search_alarms.domain_alarms(name, dimensions, args.volume_gb, defaults, child)

        self.arn = self.domain.arn
        self.endpoint = pulumi.Output.concat("https://", self.domain.endpoint)
        self.register_outputs({"endpoint": self.endpoint, "arn": self.arn})

    def access(self, variable: str | None = None) -> Access:
        """Let a function read and write the domain's indexes, as the domain's role; the variables
        ``<variable>_ENDPOINT`` and ``<variable>_ROLE`` carry its URL and the role's ARN.
        """
        found = {f"{variable}_ENDPOINT": self.endpoint, f"{variable}_ROLE": self.role.arn}
        return Access(
            actions=("sts:AssumeRole",),
            resources=(self.role.arn,),
            environment={} if variable is None else found,
        )


def _nodes(args: SearchDomainArgs) -> dict[str, Any]:
    """How many nodes, on what, and in which zones."""
    spread = args.zones > 1
    return {
        "cluster_config": {
            "instance_type": args.instance_type,
            "instance_count": args.instances,
            "zone_awareness_enabled": spread,
            "zone_awareness_config": {"availability_zone_count": args.zones} if spread else None,
        },
        "ebs_options": {"ebs_enabled": True, "volume_type": "gp3", "volume_size": args.volume_gb},
        "vpc_options": {
            "subnet_ids": list(args.subnets),
            "security_group_ids": list(args.security_groups),
        }
        if args.subnets
        else None,
    }


def _closed(args: SearchDomainArgs, role: aws.iam.Role) -> dict[str, Any]:
    """Encryption, TLS, and fine-grained access control, without users and passwords."""
    return {
        "encrypt_at_rest": {"enabled": True, "kms_key_id": args.key},
        "node_to_node_encryption": {"enabled": True},
        "domain_endpoint_options": {"enforce_https": True, "tls_security_policy": TLS_POLICY},
        "advanced_security_options": {
            "enabled": True,
            "internal_user_database_enabled": False,
            "master_user_options": {"master_user_arn": role.arn},
        },
    }
