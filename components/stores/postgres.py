"""Postgres: a PostgreSQL database on RDS for one service, behind a proxy for its functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within
from components.network.reference import HasSubnets
from components.network.store_groups import store_groups
from components.observability import store_alarms
from components.stores import proxy
from components.stores.postgres_grants import PORT, PostgresGrants

# The user that owns the database; RDS keeps its password in Secrets Manager, and rotates it.
OWNER = "owner"

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
STORAGE_GB = (20, 65_536)
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
BACKUP_DAYS = (1, 35)
KEPT_DAYS, OTHER_DAYS = 35, 1

# A statement is over before the function that waits for it: API Gateway gives up after 29 seconds.
STATEMENT_MS = 25_000

NAME = re.compile("[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True, kw_only=True)
class PostgresArgs:
    """Where a database is, and how large it and its server are.

    Raises ``ValueError`` for a name, a storage or a retention that RDS does not take.
    """

    network: HasSubnets
    """A ``Network``, or a ``NetworkRef`` of an existing one: server and proxy are in its isolated
    subnets, the functions in its private ones."""

    database: str
    """The name of the database: 1 to 63 lower-case letters, digits and underscores."""

    instance_class: str = "db.t4g.micro"
    """The server's class, of which the memory says how many connections it takes: 1 GB and about
    110 for ``db.t4g.micro``, which costs about 13 dollars a month."""

    version: str = "17"
    """PostgreSQL's major version; minor ones are installed in the maintenance window."""

    storage_gb: int = 20
    """Storage in GB, 20 to 65,536; it grows by itself up to ``maximum_storage_gb``."""

    maximum_storage_gb: int = 100
    """How far the storage may grow, in GB; it never shrinks."""

    standby: bool | None = None
    """Whether a second server in another zone takes over, for the same price again; if not given,
    in stages that keep data."""

    backup_days: int | None = None
    """For how many days it can be restored to any second, 1 to 35; if not given, 35 in stages that
    keep data, else 1."""

    key: pulumi.Input[str] | None = None
    """A KMS key of the account by ARN, for storage, snapshots and the secret; AWS's own if not
    given."""

    always_on: str = "a relational store is billed by the hour"
    """Why the stage pays for it around the clock: the value of the tag ``always-on``."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms, tags, and ``keep_data`` for protection from deletion and a last
    snapshot."""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.database):
            raise ValueError(
                "database must begin with a to z and have 1 to 63 of a to z, 0 to 9 and "
                f"underscores, got {self.database!r}"
            )
        within("storage_gb", self.storage_gb, STORAGE_GB, "GB")
        within("maximum_storage_gb", self.maximum_storage_gb, (self.storage_gb, 65_536), "GB")
        if self.backup_days is not None:
            within("backup_days", self.backup_days, BACKUP_DAYS, "days")

    @property
    def tags(self) -> dict[str, str]:
        """The tags of what is billed by the hour."""
        return {**self.defaults.tags, "always-on": self.always_on}


class Postgres(PostgresGrants, pulumi.ComponentResource):
    """A private server, encrypted, of which clients know no password: the proxy lets in who may
    ``connect`` by IAM, over TLS, and has the owner's from Secrets Manager, where RDS rotates it
    every seven days. Functions get ``network=database.clients``.

    The proxy holds at most 90 % of the server's connections, and callers wait for one: each
    execution environment needs one (``runtime.postgres``). Alarms on CPU, storage and on callers
    that wait. A proxy costs about 22 dollars a month beside the server.
    """

    endpoint: pulumi.Output[str]
    instance: aws.rds.Instance
    proxy: aws.rds.Proxy
    proxy_role: aws.iam.Role
    store_group: aws.ec2.SecurityGroup
    client_group: aws.ec2.SecurityGroup
    alarms: list[aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: PostgresArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:stores:Postgres", name, None, opts)
        child, tags = pulumi.ResourceOptions(parent=self), args.defaults.tags

        groups = store_groups(name, args.network, PORT, tags, child)
        self.store_group, self.client_group = groups.store, groups.clients
        self.instance = self._instance(name, args)
        secret = secret_of(self.instance)
        self.proxy_role = proxy.role(f"{name}-proxy", secret, args.key, args.defaults, child)
        self.proxy = aws.rds.Proxy(
            f"{name}-proxy",
            engine_family="POSTGRESQL",
            auths=[
                {
                    "auth_scheme": "SECRETS",
                    "iam_auth": "REQUIRED",
                    "secret_arn": secret,
                }
            ],
            require_tls=True,
            role_arn=self.proxy_role.arn,
            vpc_subnet_ids=args.network.isolated_subnet_ids,
            vpc_security_group_ids=[self.store_group.id],
            tags=args.tags,
            opts=child,
        )
        proxy.pool(f"{name}-proxy", self.proxy, self.instance, child)
        self.alarms = store_alarms.postgres(
            name, self.instance.identifier, self.proxy.name, args.storage_gb, args.defaults, child
        )

        self.endpoint, self.database, self.user = self.proxy.endpoint, args.database, OWNER
        self.clients, self.users_arn = groups.placement, self.proxy.arn
        self.register_outputs({"endpoint": self.endpoint})

    def _instance(self, name: str, args: PostgresArgs) -> aws.rds.Instance:
        keep, days = args.defaults.keep_data, args.backup_days
        subnets, parameters = self._place(name, args)
        return aws.rds.Instance(
            f"{name}-instance",
            engine="postgres",
            engine_version=args.version,
            instance_class=args.instance_class,
            db_name=args.database,
            username=OWNER,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=args.key,
            allocated_storage=args.storage_gb,
            max_allocated_storage=args.maximum_storage_gb,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=args.key,
            multi_az=keep if args.standby is None else args.standby,
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[self.store_group.id],
            publicly_accessible=False,
            parameter_group_name=parameters.name,
            auto_minor_version_upgrade=True,
            backup_retention_period=(KEPT_DAYS if keep else OTHER_DAYS) if days is None else days,
            copy_tags_to_snapshot=True,
            deletion_protection=keep,
            skip_final_snapshot=not keep,
            final_snapshot_identifier=f"{name}-last" if keep else None,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=keep or None),
        )

    def _place(
        self, name: str, args: PostgresArgs
    ) -> tuple[aws.rds.SubnetGroup, aws.rds.ParameterGroup]:
        """The subnets of the server, and its settings."""
        child, tags = pulumi.ResourceOptions(parent=self), args.defaults.tags
        subnets = aws.rds.SubnetGroup(
            f"{name}-subnets", subnet_ids=args.network.isolated_subnet_ids, tags=tags, opts=child
        )
        parameters = aws.rds.ParameterGroup(
            f"{name}-parameters",
            family=f"postgres{args.version}",
            parameters=[
                {"name": "rds.force_ssl", "value": "1"},
                {"name": "statement_timeout", "value": str(STATEMENT_MS)},
            ],
            tags=tags,
            opts=child,
        )
        return subnets, parameters


def secret_of(instance: aws.rds.Instance) -> pulumi.Output[str]:
    """The ARN of the secret in which RDS keeps the owner's password."""
    return instance.master_user_secrets[0].secret_arn
