"""Data lake: a raw and a processed zone, a Glue database, and a workgroup for queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.lake.query_workgroup import QueryWorkgroup, QueryWorkgroupArgs, SavedQuery
from components.objects.bucket import Bucket, BucketArgs
from components.objects.lifecycle import LifecycleRule, Transition

# Where new records arrive in the raw zone, and where those that cannot be read are kept in the
# processed one, outside of every table.
INCOMING, ERRORS = "incoming/", "errors/"

# S3 then moves what is not read to cheaper tiers, and back when it is, without a fee for reading:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html
COLD_AFTER_DAYS = 30

# Athena's SQL takes such a name without quotes:
# https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
NAME = re.compile("[a-z][a-z0-9_]{0,254}")


def check_name(what: str, given: str) -> None:
    """Raise ``ValueError`` for a name that queries would have to quote."""
    if not NAME.fullmatch(given):
        raise ValueError(
            f"{what} must begin with a to z and have 1 to 255 of a to z, 0 to 9 and underscores, "
            f"got {given!r}"
        )


@dataclass(frozen=True, kw_only=True)
class DataLakeArgs:
    """The database, how long raw records stay, and what queries may scan."""

    database: str
    """The name of the Glue database, as ``shop_dev``; unique in an account and Region, 1 to 255
    lower-case letters, digits and underscores."""

    raw_days: int = 90
    """How long records stay in the raw zone, in days, 1 or more: as long as a table can be made
    again from them."""

    scan_limit_mb: int = QueryWorkgroupArgs.scan_limit_mb
    """How many megabytes a query may scan before Athena cancels it, 10 or more."""

    result_days: int = QueryWorkgroupArgs.result_days
    """After how many days the result of a query is deleted, 1 or more."""

    queries: Mapping[str, SavedQuery] | None = None
    """Saved queries by name, for the tables of the lake."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags, and ``keep_data`` for protection from deletion."""

    def __post_init__(self) -> None:
        check_name("database", self.database)
        if self.raw_days < 1:
            raise ValueError(f"raw_days must be at least 1, got {self.raw_days}")


class DataLake(pulumi.ComponentResource):
    """Records arrive below ``incoming/`` of ``raw`` and are deleted after ``raw_days``; tables,
    made by ``LakeTable``, are folders of ``processed``; ``queries`` is the workgroup that reads
    them.
    """

    raw: Bucket
    processed: Bucket
    database: aws.glue.CatalogDatabase
    queries: QueryWorkgroup

    def __init__(
        self, name: str, args: DataLakeArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:lake:DataLake", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        raw = BucketArgs(versioned=False, expiration_days=args.raw_days, defaults=defaults)
        self.raw = Bucket(f"{name}-raw", raw, opts=child)
        processed = BucketArgs(lifecycle=processed_by_age(args.raw_days), defaults=defaults)
        self.processed = Bucket(f"{name}-processed", processed, opts=child)
        self.database = aws.glue.CatalogDatabase(
            f"{name}-database",
            name=args.database,
            tags=defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=defaults.keep_data or None),
        )
        queries = QueryWorkgroupArgs(
            database=self.database.name,
            scan_limit_mb=args.scan_limit_mb,
            result_days=args.result_days,
            queries=args.queries,
            defaults=defaults,
        )
        self.queries = QueryWorkgroup(name, queries, opts=child)
        self.register_outputs({"database": self.database.name, "workgroup": self.queries.name})


def processed_by_age(error_days: int) -> tuple[LifecycleRule, ...]:
    """Files that are not read for a month cost less; records that were rejected stay as long as the
    raw objects that they were in.
    """
    cold = Transition(days=COLD_AFTER_DAYS, storage_class="INTELLIGENT_TIERING")
    return (
        LifecycleRule(transitions=(cold,)),
        LifecycleRule(prefix=ERRORS, expiration_days=error_days),
    )
