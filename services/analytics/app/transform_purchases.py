"""Makes a raw object of purchases into Parquet files of the lake's table, one for each day."""

from __future__ import annotations

from contracts.orders import OrderConfirmed
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.lake import parquet, raw, records
from runtime.lake.partitions import Partition
from runtime.observability import count, logger
from runtime.sqs.objects import StoredObject, object_consumer
from services.analytics.app.lake import COLUMNS, ERRORS, FILES

PROCESSED_BUCKET = environment("PROCESSED_BUCKET")


@object_consumer
def handle(file: StoredObject) -> None:
    found = records.read(OrderConfirmed, raw.read(file.bucket, file.key))
    # The same raw object makes the same files, however often it is received.
    name = raw.digest(file.key.encode())
    days: dict[Partition, list[OrderConfirmed]] = {}
    for order in found.valid:
        days.setdefault(Partition.of(order.ordered_on), []).append(order)
    for partition, orders in days.items():
        content = parquet.write([vars(order) for order in orders], COLUMNS)
        key = f"{FILES}{partition.folder}{name}.parquet"
        client("s3").put_object(
            Bucket=PROCESSED_BUCKET, Key=key, Body=content, ContentType=parquet.CONTENT_TYPE
        )
    if found.rejected:
        key = f"{ERRORS}{name}.jsonl"
        records.reject(PROCESSED_BUCKET, key, file.key, found.rejected)
        logger.error("records rejected", key=key, rejected=len(found.rejected))
        count("PurchasesRejected", len(found.rejected))
    count("PurchasesTransformed", len(found.valid))
