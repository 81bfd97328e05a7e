"""The data lake of analytics: what the stream brings, in tables that Athena queries."""

from __future__ import annotations

from dataclasses import replace

import pulumi_aws as aws

from components.compute.wheels import wheel_layer
from components.data.table import TableArgs
from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.lake_table import LakeTable, LakeTableArgs
from components.messaging.fan_out import Branch
from microservice.functions import changed
from microservice.layer import ExtraLayer
from microservice.microservice import Microservice
from services.analytics.app.lake import CLICKS, ERRORS, INCOMING, PURCHASES, Rows
from services.analytics.queries import QUERIES
from settings import PROJECT, ROOT

# Seconds for the days of a run; each takes a fraction of one.
COMPACTION_TIMEOUT = 300


def define_lake(service: Microservice) -> DataLake:
    """Zones and two tables; functions that transform and register, and one that merges small files
    every day.
    """
    lake = zones(service)
    service.parameter("lake-raw", lake.raw.name)
    service.parameter("lake-processed", lake.processed.name)
    service.parameter("lake-database", lake.database.name)
    service.parameter("lake-workgroup", lake.queries.name)
    purchases = table(service, lake, PURCHASES, "Confirmed orders; select distinct rows")
    clicks = table(service, lake, CLICKS, "Clicks of users; select distinct rows")
    duckdb = duckdb_layer(service)
    transform_and_register(service, lake, purchases, clicks, duckdb)
    compact(service, purchases, clicks, duckdb)
    return lake


def table(service: Microservice, lake: DataLake, rows: Rows, description: str) -> LakeTable:
    """A table with the columns of its contract."""
    args = LakeTableArgs(
        lake=lake,
        table=rows.table,
        columns=rows.columns,
        description=description,
        defaults=service.defaults,
    )
    return LakeTable(service.named(rows.table), args, opts=service.child)


def zones(service: Microservice) -> DataLake:
    """The buckets, the database of this stage, and the workgroup with the saved queries."""
    stage = f"{PROJECT}_{service.settings.stage}".replace("-", "_")
    args = DataLakeArgs(database=f"{stage}_analytics", queries=QUERIES, defaults=service.defaults)
    return DataLake(service.named("lake"), args, opts=service.child)


def transform_and_register(
    service: Microservice,
    lake: DataLake,
    purchases: LakeTable,
    clicks: LakeTable,
    duckdb: ExtraLayer,
) -> None:
    """New raw objects become files of the tables, and new files are registered with their day."""
    write = [
        lake.raw.read(prefix=INCOMING),
        purchases.write("PROCESSED_BUCKET"),
        clicks.write(),
        lake.processed.write(prefix=ERRORS),
    ]
    transform = service.functions.worker("transform_records", layer=duckdb)
    # An object alone may have records of hundreds of days, each of which is a file.
    transform = replace(transform, function=changed(transform.function, write), batch_size=1)
    branch = {"transform_records": Branch(worker=transform)}
    service.on.objects("collected", lake.raw, branch, prefix=INCOMING)
    service.alarm_on("rejected", "RecordsRejected")

    register = [*purchases.register("PURCHASES"), *clicks.register("CLICKS")]
    branches = {"register_partitions": register}
    service.on.objects("transformed", lake.processed, branches, prefix="", suffix=".parquet")


def compact(
    service: Microservice, purchases: LakeTable, clicks: LakeTable, duckdb: ExtraLayer
) -> None:
    """Small files are merged when the stage's settings say."""
    idempotency = service.table("idempotency", TableArgs(key="pk", ttl="ttl"))
    uses = [
        *purchases.compact("PROCESSED_BUCKET"),
        *clicks.compact(),
        idempotency.read_write("IDEMPOTENCY_TABLE"),
    ]
    worker = service.functions.worker("compact_tables", layer=duckdb)
    service.on.schedule(worker, "compaction", uses=uses, timeout=COMPACTION_TIMEOUT)


def duckdb_layer(service: Microservice) -> ExtraLayer:
    """The layer with DuckDB, which writes Parquet. The emulator's own environment has it, for its
    Athena (local/emulator-requirements.txt).
    """
    settings, modules = service.settings, ("duckdb",)
    if settings.endpoint is not None:
        return ExtraLayer(arn=None, modules=modules)
    made = aws.lambda_.LayerVersion(
        service.named("duckdb"),
        layer_name=f"{PROJECT}-{settings.stage}-duckdb",
        code=wheel_layer(ROOT / "services/analytics/duckdb.lock", settings.architecture),
        compatible_architectures=[settings.architecture],
        description="DuckDB, built for the architecture of the stage",
        opts=service.child,
    )
    return ExtraLayer(arn=made.arn, modules=modules)
