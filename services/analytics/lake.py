"""The data lake of analytics: confirmed orders from the bus to a table that Athena queries."""

from __future__ import annotations

from dataclasses import replace

import pulumi_aws as aws

from components.compute.wheels import wheel_layer
from components.data.table import TableArgs
from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.lake_table import LakeTable, LakeTableArgs
from components.messaging.fan_out import Branch
from contracts.orders import OrderConfirmed
from microservice.functions import changed
from microservice.layer import ExtraLayer
from microservice.microservice import Microservice
from services.analytics.app.lake import COLUMNS, ERRORS, FILES, INCOMING, TABLE
from services.analytics.queries import QUERIES
from settings import PROJECT, ROOT

# A raw object for each invocation of the collector, and a file for each raw object and day: waiting
# for more orders makes fewer and larger ones.
COLLECTED_AT_ONCE, COLLECTING_SECONDS = 1_000, 5

# Seconds for the days of a run; each takes a fraction of one.
COMPACTION_TIMEOUT = 300


def define_lake(service: Microservice) -> None:
    """Zones and a table; functions that collect, transform and register, and one that merges small
    files every day.
    """
    lake = zones(service)
    service.parameter("lake-raw", lake.raw.name)
    service.parameter("lake-processed", lake.processed.name)
    service.parameter("lake-database", lake.database.name)
    service.parameter("lake-workgroup", lake.queries.name)
    purchases = LakeTable(
        service.named("purchases"),
        LakeTableArgs(
            lake=lake,
            table=TABLE,
            columns=COLUMNS,
            description="Confirmed orders; select distinct rows",
            defaults=service.defaults,
        ),
        opts=service.child,
    )
    duckdb = duckdb_layer(service)

    collect = replace(
        service.functions.worker("collect_purchases"),
        batch_size=COLLECTED_AT_ONCE,
        batching_window_seconds=COLLECTING_SECONDS,
    )
    service.on.events(collect, [OrderConfirmed], uses=[lake.raw.write("RAW_BUCKET", INCOMING)])
    transform_and_register(service, lake, purchases, duckdb)
    compact(service, purchases, duckdb)


def zones(service: Microservice) -> DataLake:
    """The buckets, the database of this stage, and the workgroup with the saved queries."""
    stage = f"{PROJECT}_{service.settings.stage}".replace("-", "_")
    args = DataLakeArgs(database=f"{stage}_analytics", queries=QUERIES, defaults=service.defaults)
    return DataLake(service.named("lake"), args, opts=service.child)


def transform_and_register(
    service: Microservice, lake: DataLake, purchases: LakeTable, duckdb: ExtraLayer
) -> None:
    """New raw objects become files of the table, and new files are registered with their day."""
    write = [
        lake.raw.read(prefix=INCOMING),
        purchases.write("PROCESSED_BUCKET"),
        lake.processed.write(prefix=ERRORS),
    ]
    transform = service.functions.worker("transform_purchases", layer=duckdb)
    transform = replace(transform, function=changed(transform.function, write))
    branch = {"transform_purchases": Branch(worker=transform)}
    service.on.objects("collected", lake.raw, branch, prefix=INCOMING)
    service.alarm_on("rejected", "PurchasesRejected")

    register = {"register_partitions": purchases.register("PURCHASES")}
    service.on.objects("transformed", lake.processed, register, prefix=FILES, suffix=".parquet")


def compact(service: Microservice, purchases: LakeTable, duckdb: ExtraLayer) -> None:
    """Small files are merged when the stage's settings say."""
    idempotency = service.table("idempotency", TableArgs(key="pk", ttl="ttl"))
    uses = [*purchases.compact("PROCESSED_BUCKET"), idempotency.read_write("IDEMPOTENCY_TABLE")]
    worker = service.functions.worker("compact_purchases", layer=duckdb)
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
