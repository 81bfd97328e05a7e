"""Destinations: what takes the records of a delivery stream behind its bucket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pulumi

from components.access import Access
from components.limits import within

# https://docs.aws.amazon.com/firehose/latest/APIReference/API_AmazonopensearchserviceBufferingHints.html
SEARCH_BUFFERING_MB = (1, 100)
RETRY_SECONDS = (0, 7_200)
# The form of the objects that Firehose writes, for Redshift: JSON in gzip, keys as columns.
COPY_OPTIONS = "FORMAT AS JSON 'auto' GZIP"
TABLE = re.compile(r"([a-z_][a-z0-9_]*\.)?[a-z_][a-z0-9_]*")
# https://docs.opensearch.org/latest/api-reference/index-apis/create-index/
INDEX = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")

# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es
OF_DOMAIN = ("es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains")
TO_INDEX = ("es:ESHttpPost", "es:ESHttpPut")
# What it looks at, with ``{}`` for the index.
LOOKED_AT = (
    "_all/_settings",
    "_cluster/stats",
    "{}*/_mapping/*",
    "{}*/_stats",
    "_nodes",
    "_nodes/*/stats",
    "_nodes/stats",
    "_stats",
)

Rotation: TypeAlias = Literal["NoRotation", "OneHour", "OneDay", "OneWeek", "OneMonth"]


@dataclass(frozen=True, kw_only=True)
class SearchIndex:
    """An index of an OpenSearch domain: each record is a document. The bucket keeps what the domain
    refuses.

    Raises ``ValueError`` for names that OpenSearch would not take, and for values outside the
    limits.
    """

    domain: pulumi.Input[str]
    """The domain, by its ARN; its access policy must allow the role of the delivery stream."""

    index: str
    """The index, 1 to 200 lower-case letters, digits, ``.``, ``_`` and ``-``."""

    rotation: Rotation = "NoRotation"
    """How often a new index begins, with the time at the end of its name."""

    retry_seconds: int = 300
    """How long a domain that does not respond is tried, 0 to 7,200 seconds."""

    def __post_init__(self) -> None:
        if not INDEX.fullmatch(self.index):
            raise ValueError(
                "index must begin with a to z or 0 to 9 and have 1 to 200 of these, '.', '_' and "
                f"'-', got {self.index!r}"
            )
        within("retry_seconds", self.retry_seconds, RETRY_SECONDS, "seconds")

    def check(self, buffering_mb: int) -> None:
        """Raise ``ValueError`` for a buffer that the domain would not take at once."""
        within("buffering_mb", buffering_mb, SEARCH_BUFFERING_MB)

    def uses(self) -> list[Access]:
        """What the role of the delivery stream may do: write to the index, and ask the domain."""
        arn = pulumi.Output.from_input(self.domain)
        looked_at = tuple(pulumi.Output.concat(arn, "/", p.format(self.index)) for p in LOOKED_AT)
        written = (
            pulumi.Output.concat(arn, f"/{self.index}*"),
            pulumi.Output.concat(arn, "/_bulk"),
        )
        return [
            Access(actions=OF_DOMAIN, resources=(arn,)),
            Access(actions=TO_INDEX, resources=written),
            Access(actions=("es:ESHttpGet",), resources=looked_at),
        ]

    def configuration(self, common: Any, bucket: Any, role: pulumi.Input[str]) -> dict[str, Any]:
        """The inputs of ``aws.kinesis.FirehoseDeliveryStream``."""
        own = {
            "domain_arn": self.domain,
            "index_name": self.index,
            "index_rotation_period": self.rotation,
            "retry_duration": self.retry_seconds,
            "buffering_interval": bucket["buffering_interval"],
            "buffering_size": bucket["buffering_size"],
            "s3_backup_mode": "FailedDocumentsOnly",
            "role_arn": role,
        }
        return {
            "destination": "opensearch",
            "opensearch_configuration": {**own, **common, "s3_configuration": bucket},
        }


@dataclass(frozen=True, kw_only=True)
class WarehouseTable:
    """A table of a Redshift cluster, which loads the objects that Firehose writes to the bucket:
    keys of a record are columns of the row.

    Raises ``ValueError`` for an address that is none of Redshift, and for names that SQL would have
    to quote.
    """

    url: pulumi.Input[str]
    """The address of the database, as ``jdbc:redshift://host:5439/shop``."""

    table: str
    """The table, with its schema if it has one: ``public.clicks``."""

    secret: pulumi.Input[str]
    """The secret with ``username`` and ``password``, in Secrets Manager, by its ARN."""

    columns: tuple[str, ...] = ()
    """The columns that are loaded; all if none are given."""

    retry_seconds: int = 3_600
    """How long a load that fails is tried, 0 to 7,200 seconds."""

    def __post_init__(self) -> None:
        if isinstance(self.url, str) and not self.url.startswith("jdbc:redshift://"):
            raise ValueError(f"url must begin with jdbc:redshift://, got {self.url}")
        for name in (self.table, *self.columns):
            if not TABLE.fullmatch(name):
                raise ValueError(
                    f"table and columns must be lower-case letters, digits and '_', got {name!r}"
                )
        within("retry_seconds", self.retry_seconds, RETRY_SECONDS, "seconds")

    def check(self, buffering_mb: int) -> None:
        """A load takes objects of any size."""

    def uses(self) -> list[Access]:
        """What the role of the delivery stream may do: read the secret."""
        return [Access(actions=("secretsmanager:GetSecretValue",), resources=(self.secret,))]

    def configuration(self, common: Any, bucket: Any, role: pulumi.Input[str]) -> dict[str, Any]:
        """The inputs of ``aws.kinesis.FirehoseDeliveryStream``."""
        own = {
            "cluster_jdbcurl": self.url,
            "data_table_name": self.table,
            "data_table_columns": ",".join(self.columns) or None,
            "copy_options": COPY_OPTIONS,
            "retry_duration": self.retry_seconds,
            "role_arn": role,
            "secrets_manager_configuration": {
                "enabled": True,
                "role_arn": role,
                "secret_arn": self.secret,
            },
        }
        return {
            "destination": "redshift",
            "redshift_configuration": {**own, **common, "s3_configuration": bucket},
        }


Destination: TypeAlias = SearchIndex | WarehouseTable
