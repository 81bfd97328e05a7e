"""Amazon RDS: databases that are encrypted, private, kept, and whose passwords are rotated."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import rds
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, metrics
from policies.relations.always_on import without_reason

GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
SERVERS = (rds.Instance, rds.Cluster)


@rule(
    "rds-instance-encrypted",
    "A database is encrypted at rest",
    about=SERVERS,
    severity=Severity.HIGH,
    remedy="Set storage_encrypted to True; of a database that exists, a copy of a snapshot can be "
    "encrypted",
    documentation=f"{GUIDE}/Overview.Encryption.html",
)
def database_is_encrypted(database: Resource) -> Iterator[str]:
    """Snapshots and replicas are encrypted only if the database is, and it cannot be encrypted
    later."""
    if database.get("storageEncrypted") is not True:
        yield "storage_encrypted is not True"


@rule(
    "rds-instance-private",
    "A database has no public address",
    about=(rds.Instance, rds.ClusterInstance),
    severity=Severity.CRITICAL,
    remedy="Set publicly_accessible to False, and reach it from a function in its network",
    documentation=f"{GUIDE}/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
def database_is_private(database: Resource) -> Iterator[str]:
    """One wrong rule of a security group, and every host on the internet may try passwords."""
    if database.get("publiclyAccessible") is True:
        yield "publicly_accessible is True"


@rule(
    "rds-instance-managed-password",
    "RDS makes and rotates the password of a database",
    about=SERVERS,
    severity=Severity.HIGH,
    remedy="Set manage_master_user_password to True, and leave out password",
    documentation=f"{GUIDE}/rds-secrets-manager.html",
)
def password_is_managed(database: Resource) -> Iterator[str]:
    """A password of the program's own is in the state of the stack, and nothing rotates it."""
    if database.has("password") or database.has("masterPassword"):
        yield "its password is in the program"


@rule(
    "rds-instance-kept",
    "A database is not deleted by mistake, and can be restored",
    about=SERVERS,
    level=Level.ONLY_IN_PROD,
    severity=Severity.CRITICAL,
    remedy="Set deletion_protection to True, skip_final_snapshot to False with a "
    "final_snapshot_identifier, and backup_retention_period to the limit or more",
    documentation=f"{GUIDE}/USER_WorkingWithAutomatedBackups.html",
)
def database_is_kept(database: Resource, *, minimum_backup_days: int = 7) -> Iterator[str]:
    """A database that is deleted takes its automated backups with it."""
    if database.get("deletionProtection") is not True:
        yield "deletion_protection is not True"
    if database.get("skipFinalSnapshot") is True:
        yield "skip_final_snapshot is True"
    days = database.get("backupRetentionPeriod", 0)
    if days < minimum_backup_days:
        yield f"backups are kept for {days:g} days"


@rule(
    "rds-instance-storage-alarm",
    "A database has an alarm on its free storage",
    about=rds.Instance,
    severity=Severity.HIGH,
    remedy="Add an alarm on AWS/RDS FreeStorageSpace of this database, less than a tenth of it",
    documentation=f"{GUIDE}/rds-metrics.html",
)
def database_has_storage_alarm(database: Resource, graph: Graph) -> Iterator[str]:
    """A database whose storage is full stops, and needs hours to grow."""
    if not any(
        any(metric.name == "FreeStorageSpace" for metric in metrics(alarm))
        and str(alarm.get("comparisonOperator", "")).startswith("LessThan")
        for alarm in alarms_of(database, graph)
    ):
        yield "no alarm on its free storage"


@rule(
    "rds-always-on-reason",
    "A database outside prod says why it is paid for by the hour",
    about=(*SERVERS, rds.Proxy),
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Give it the tag always-on with the reason, or a Table in its place, which is billed by "
    "request",
    documentation=f"{GUIDE}/User_DBInstanceBilling.html",
)
def database_says_why_it_is_always_on(database: Resource) -> Iterator[str]:
    """A stage that is used for an hour a day pays for the other 23 as well."""
    yield from without_reason(database)


RULES = (
    database_is_encrypted,
    database_is_private,
    password_is_managed,
    database_is_kept,
    database_has_storage_alarm,
    database_says_why_it_is_always_on,
)
