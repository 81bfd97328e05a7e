"""Amazon Neptune: graph databases that are encrypted, private, kept, and know their clients."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import neptune
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.always_on import without_reason

GUIDE = "https://docs.aws.amazon.com/neptune/latest/userguide"


@rule(
    "neptune-cluster-encrypted",
    "A graph database is encrypted at rest",
    about=neptune.Cluster,
    severity=Severity.HIGH,
    remedy="Set storage_encrypted to True; a cluster that exists is restored from a snapshot with "
    "it",
    documentation=f"{GUIDE}/encrypt.html",
)
def graph_is_encrypted(cluster: Resource) -> Iterator[str]:
    """Snapshots are encrypted only if the cluster is, and it cannot be encrypted later."""
    if cluster.get("storageEncrypted") is not True:
        yield "storage_encrypted is not True"


@rule(
    "neptune-cluster-iam-authentication",
    "A graph database knows its clients by IAM",
    about=neptune.Cluster,
    severity=Severity.HIGH,
    remedy="Set iam_database_authentication_enabled to True, and sign requests",
    documentation=f"{GUIDE}/iam-auth.html",
)
def graph_knows_its_clients(cluster: Resource) -> Iterator[str]:
    """Without it Neptune answers every host of its network, and knows no users."""
    if cluster.get("iamDatabaseAuthenticationEnabled") is not True:
        yield "iam_database_authentication_enabled is not True"


@rule(
    "neptune-instance-private",
    "A graph database has no public address",
    about=neptune.ClusterInstance,
    severity=Severity.CRITICAL,
    remedy="Set publicly_accessible to False, and reach it from a function in its network",
    documentation=f"{GUIDE}/security-vpc.html",
)
def graph_is_private(server: Resource) -> Iterator[str]:
    """One wrong rule of a security group, and every host on the internet may ask."""
    if server.get("publiclyAccessible") is True:
        yield "publicly_accessible is True"


@rule(
    "neptune-cluster-kept",
    "A graph database is not deleted by mistake, and can be restored",
    about=neptune.Cluster,
    level=Level.ONLY_IN_PROD,
    severity=Severity.CRITICAL,
    remedy="Set deletion_protection to True, skip_final_snapshot to False with a "
    "final_snapshot_identifier, and backup_retention_period to the limit or more",
    documentation=f"{GUIDE}/backup-restore.html",
)
def graph_is_kept(cluster: Resource, *, minimum_backup_days: int = 7) -> Iterator[str]:
    """A cluster that is deleted takes its automated backups with it."""
    if cluster.get("deletionProtection") is not True:
        yield "deletion_protection is not True"
    if cluster.get("skipFinalSnapshot") is True:
        yield "skip_final_snapshot is True"
    if (days := cluster.get("backupRetentionPeriod", 1)) < minimum_backup_days:
        yield f"backups are kept for {days:g} days"


@rule(
    "neptune-always-on-reason",
    "A graph database outside prod says why it is paid for by the hour",
    about=(neptune.Cluster, neptune.ClusterInstance),
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Give it the tag always-on with the reason, or keep relations of few steps in a Table, "
    "which is billed by request",
    documentation=f"{GUIDE}/neptune-serverless.html",
)
def graph_says_why_it_is_always_on(resource: Resource) -> Iterator[str]:
    """A stage that is used for an hour a day pays for the other 23 as well."""
    yield from without_reason(resource)


RULES = (
    graph_is_encrypted,
    graph_knows_its_clients,
    graph_is_private,
    graph_is_kept,
    graph_says_why_it_is_always_on,
)
