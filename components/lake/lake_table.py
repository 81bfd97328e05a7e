"""Lake table: a table of Parquet files in the processed zone, in a folder for each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.grants import named
from components.lake.crawler import Crawler
from components.lake.data_lake import DataLake, check_name

# year=2026/month=11/day=29, as texts: '01' is a month, and queries compare them as written.
PARTITION_KEYS = ("year", "month", "day")

PARQUET = "org.apache.hadoop.hive.ql.io.parquet"
READ = ("glue:GetDatabase", "glue:GetTable", "glue:GetPartition", "glue:GetPartitions")


@dataclass(frozen=True, kw_only=True)
class LakeTableArgs:
    """The lake, the table's name in SQL, and its columns.

    Raises ``ValueError`` for a name that queries would have to quote, for a table without columns,
    and for a column that is a partition key.
    """

    lake: DataLake
    """The lake whose processed zone holds the files."""

    table: str
    """The table's name in queries, and its folder; 1 to 255 lower-case letters, digits and
    underscores."""

    columns: Mapping[str, str]
    """Glue types by the names of columns, as ``{"order_id": "string"}``; ``columns_of`` of a
    contract gives them."""

    crawl: str | None = None
    """When a crawler looks for new columns and partitions, as ``cron(0 3 * * ? *)``; none without.
    Partitions are registered as they arrive with it or without it."""

    description: str = ""
    """What a row is, as the catalog shows it."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags of the crawler."""

    def __post_init__(self) -> None:
        check_name("table", self.table)
        if not self.columns:
            raise ValueError("columns must be one or more, got none")
        for column in self.columns:
            check_name("a column", column)
        if twice := [key for key in PARTITION_KEYS if key in self.columns]:
            raise ValueError(f"columns must not be partition keys, got {', '.join(twice)}")
        if self.crawl is not None and not self.crawl.startswith("cron("):
            raise ValueError(f"crawl must be cron(...), which is all Glue takes, got {self.crawl}")


class LakeTable(pulumi.ComponentResource):
    """A table that Athena reads below ``location``: files of a day are in
    ``<table>/year=YYYY/month=MM/day=DD/`` and are seen once the day's partition is registered.
    """

    table: aws.glue.CatalogTable
    location: pulumi.Output[str]
    prefix: str
    crawler: Crawler | None = None

    def __init__(
        self, name: str, args: LakeTableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:lake:LakeTable", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self._lake, self.prefix = args.lake, f"{args.table}/"

        bucket = args.lake.processed
        self.location = pulumi.Output.concat("s3://", bucket.name, f"/{self.prefix}")
        self.table = aws.glue.CatalogTable(
            f"{name}-table",
            name=args.table,
            database_name=args.lake.database.name,
            description=args.description or None,
            table_type="EXTERNAL_TABLE",
            parameters={"EXTERNAL": "TRUE", "classification": "parquet"},
            partition_keys=[{"name": key, "type": "string"} for key in PARTITION_KEYS],
            storage_descriptor={
                "location": self.location,
                "columns": [{"name": name, "type": kind} for name, kind in args.columns.items()],
                "input_format": f"{PARQUET}.MapredParquetInputFormat",
                "output_format": f"{PARQUET}.MapredParquetOutputFormat",
                "ser_de_info": {"serialization_library": f"{PARQUET}.serde.ParquetHiveSerDe"},
            },
            opts=child,
        )
        if args.crawl is not None:
            read = (*self.read(), *self.register(), self._catalog(("glue:UpdateTable",)))
            self.crawler = Crawler(name, self.table, read, args.crawl, args.defaults, child)
        self.register_outputs({"location": self.location})

    def read(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let a function query the table, which takes a workgroup's ``run``, too; the variable
        carries ``<database>.<table>``.
        """
        bucket = self._lake.processed
        return (
            self._catalog(READ, variable),
            bucket.read(prefix=self.prefix),
            bucket.list(prefix=self.prefix),
            Access(actions=("s3:GetBucketLocation",), resources=(bucket.arn,)),
        )

    def register(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let a function add partitions to this table; the variable carries
        ``<database>.<table>``.
        """
        return (self._catalog(("glue:GetTable", "glue:BatchCreatePartition"), variable),)

    def write(self, variable: str | None = None) -> Access:
        """Let a function put files into the table's folder; the variable carries the bucket."""
        return self._lake.processed.write(variable, self.prefix)

    def compact(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let a function list, read, write and delete the table's files; the variable carries the
        bucket.
        """
        bucket, prefix = self._lake.processed, self.prefix
        return (
            bucket.list(variable, prefix),
            bucket.read(prefix=prefix),
            bucket.write(prefix=prefix),
            bucket.delete(prefix=prefix).when("files were merged an hour ago"),
        )

    def _catalog(self, actions: tuple[str, ...], variable: str | None = None) -> Access:
        """Glue checks a call on a table against the catalog and the database above it, too."""
        database = self._lake.database
        catalog = database.arn.apply(catalog_of)
        full = pulumi.Output.concat(database.name, ".", self.table.name)
        return Access(
            actions=actions,
            resources=(catalog, database.arn, self.table.arn),
            environment=named(variable, full),
        )


def catalog_of(database_arn: str) -> str:
    """The ARN of the catalog that a database is in."""
    return f"{database_arn.rpartition(':')[0]}:catalog"
