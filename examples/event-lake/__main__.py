"""Readings: records are cleaned, stored as Parquet by day, and queried with SQL."""

import pulumi

from components.compute.function import FunctionArgs
from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.lake_table import LakeTable, LakeTableArgs
from components.lake.query_workgroup import SavedQuery
from components.streams.delivery import GlueSchema
from components.streams.delivery_stream import DeliveryStream, DeliveryStreamArgs

HOTTEST = "SELECT sensor, max(celsius) AS celsius FROM readings GROUP BY sensor ORDER BY 2 DESC"

queries = {"hottest": SavedQuery(sql=HOTTEST, description="The hottest of each sensor")}
lake = DataLake("lake", DataLakeArgs(database="event_lake", scan_limit_mb=100, queries=queries))
columns = {"sensor": "string", "celsius": "double", "measured_at": "string"}
table = LakeTable(
    "readings",
    LakeTableArgs(lake=lake, table="readings", columns=columns, crawl="cron(0 * * * ? *)"),
)
readings = DeliveryStream(
    "readings",
    DeliveryStreamArgs(
        bucket=lake.processed,
        prefix=table.prefix,
        schema=GlueSchema(database=lake.database.name, table=table.table.name),
        transform=FunctionArgs(handler="clean.handle", code="app", preset="io"),
        buffering_seconds=60,
    ),
)

pulumi.export("streamName", readings.name)
pulumi.export("bucketName", lake.processed.name)
pulumi.export("workgroup", lake.queries.name)
