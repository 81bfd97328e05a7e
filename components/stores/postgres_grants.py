"""Grants of a database, of ours and an existing one alike."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import pulumi

from components.access import Access
from components.arn import Arn
from components.grants import named
from components.network.placement import Placement

PORT = 5432


class PostgresGrants:
    """Who may connect to a database, and from where in the network.

    ``users_arn`` is that of the proxy, or of the instance or cluster where there is none: IAM names
    its users below it.
    """

    endpoint: pulumi.Input[str]
    database: str
    user: str
    users_arn: pulumi.Input[str]
    clients: Placement

    def connect(self, variable: str | None = None) -> Access:
        """Let a function connect as the database's user; the variable carries the URL, without a
        password: a token of the function's role is in its place (``runtime.postgres``).
        """
        url = pulumi.Output.format(
            "postgresql://{0}@{1}:{2}/{3}?sslmode=verify-full",
            quote(self.user, safe=""),
            self.endpoint,
            PORT,
            self.database,
        )
        user = pulumi.Output.from_input(self.users_arn).apply(_UserArn(self.user))
        return Access(
            actions=("rds-db:connect",), resources=(user,), environment=named(variable, url)
        )


@dataclass(frozen=True, kw_only=True)
class PostgresRef(PostgresGrants):
    """A database that exists: an RDS Proxy, instance or cluster that authenticates by IAM."""

    endpoint: pulumi.Input[str]
    """The host name of the proxy, the instance or the cluster."""

    database: str
    """The name of the database."""

    user: str
    """The user that functions connect as; in an instance without a proxy it has the role
    ``rds_iam``."""

    users_arn: pulumi.Input[str]
    """The ARN of the proxy, or for an instance or cluster ``arn:...:rds-db:...:dbuser:<its resource
    id>``."""

    clients: Placement
    """Where functions reach it from: subnets, and a security group that it lets in."""


@dataclass(frozen=True)
class _UserArn:
    """The ARN of a user, by that of a proxy: ``...:db-proxy:prx-1`` has ``...:dbuser:prx-1/owner``.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    """

    user: str

    def __call__(self, users_arn: str) -> str:
        at = Arn.parse(users_arn)
        resource = at.resource.rpartition(":")[2]
        return f"arn:{at.partition}:rds-db:{at.region}:{at.account}:dbuser:{resource}/{self.user}"
