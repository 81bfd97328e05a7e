"""Makes a raw object of records into Parquet files of their table, one for each day."""

from __future__ import annotations

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.lake import parquet, raw, records
from runtime.lake.partitions import Partition
from runtime.observability import count, logger
from runtime.sqs.objects import StoredObject, object_consumer
from services.analytics.app.lake import INCOMING, of_folder

PROCESSED_BUCKET = environment("PROCESSED_BUCKET")


@object_consumer
def handle(file: StoredObject) -> None:
    rows = of_folder(file.key, below=INCOMING)
    if rows is None:
        logger.info("no table has this folder", key=file.key)
        return
    found = records.read(rows.contract, raw.read(file.bucket, file.key))
    # The same raw object makes the same files, however often it is received.
    name = raw.digest(file.key.encode())
    files = parquet.write(map(vars, found.valid), rows.columns, rows.day_of) if found.valid else {}
    for day, content in files.items():
        key = f"{rows.files}{Partition.of(day).folder}{name}.parquet"
        client("s3").put_object(
            Bucket=PROCESSED_BUCKET, Key=key, Body=content, ContentType=parquet.CONTENT_TYPE
        )
    if found.rejected:
        key = f"{rows.errors}{name}.jsonl"
        records.reject(PROCESSED_BUCKET, key, file.key, found.rejected)
        logger.error("records rejected", key=key, rejected=len(found.rejected))
        count("RecordsRejected", len(found.rejected))
    count("RecordsTransformed", len(found.valid))
