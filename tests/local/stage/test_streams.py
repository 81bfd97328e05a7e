"""Clicks and purchases on their way through the stream of analytics, on a deployed stage."""

from __future__ import annotations

import json
import uuid
from typing import Any

from cli.shop.client import Shop
from services.analytics.app.lake import TABLES
from tests.flows.shopping import until
from tests.local.deployed import Deployed
from tests.local.stage.jobs import bucket_of, keys, run_now

CONSUMER = "analytics-count-clicks"
# No other test's clicks are of this day.
DAY = "2025-03-02"
CLICKS, BAD, AT_ONCE = 1_000, 500, 500


def click(number: int) -> dict[str, Any]:
    """A record of the stream; one of them says of an action that none is."""
    data = {
        "clickId": str(uuid.UUID(int=number)),
        "userId": f"visitor-{number % 10}",
        "itemId": "lp-1",
        "action": "licked" if number == BAD else "viewed",
        "clickedOn": DAY,
        "clickedAt": f"{DAY}T12:00:00.000Z",
    }
    metadata = {
        "eventId": str(uuid.UUID(int=number)),
        "version": 1,
        "correlationId": "clicks",
        "occurredAt": f"{DAY}T12:00:00.000Z",
    }
    content = {"kind": "ItemClicked", "metadata": metadata, "data": data}
    return {"Data": json.dumps(content).encode(), "PartitionKey": data["userId"]}


def viewed(shop: Shop, agent: str, day: str = DAY) -> int:
    return int(shop.request("GET", "analytics", f"/clicks/{day}", agent)["viewed"])


def test_of_a_thousand_records_the_bad_one_is_kept_with_its_reason_and_the_others_count_once(
    deployed: Deployed, shop: Shop, agent: str
) -> None:
    stream = shop.parameter("analytics", "events-stream")
    records = [click(number) for number in range(CLICKS)]
    for start in range(0, CLICKS, AT_ONCE):
        batch = records[start : start + AT_ONCE]
        shop.client("kinesis").put_records(StreamName=stream, Records=batch)
    until(lambda: viewed(shop, agent), lambda count: count == CLICKS - 1)

    listed = deployed.checkout.platform("dead-letters", CONSUMER)
    assert f"{CONSUMER}-dead-letters" in listed.stdout, listed.stdout
    assert ": 1, since " in listed.stdout
    assert "action" in listed.stdout


def test_a_history_reaches_the_lake_through_the_stream(deployed: Deployed) -> None:
    loaded = deployed.checkout.platform("lake", "--first", "300")
    assert loaded.returncode == 0, loaded.stdout
    assert "DIFFERENT" not in loaded.stdout
    assert "300 records sent to the stream" in loaded.stdout
    again = deployed.checkout.platform("lake", "--first", "300")
    assert again.returncode == 0, again.stdout
    assert "0 records sent to the stream" in again.stdout


def replaced(shop: Shop, bucket: str, table: str) -> set[str]:
    """The files of all days of a table that were merged, and are still there."""
    s3, lists = shop.client("s3"), keys(shop, bucket, f"{table}/_replaced/")
    texts = [s3.get_object(Bucket=bucket, Key=each)["Body"].read() for each in lists]
    return {key for text in texts for key, _ in json.loads(text)["files"]}


def test_small_files_of_the_lake_are_merged(shop: Shop) -> None:
    s3, bucket = shop.client("s3"), bucket_of(shop, "analytics-lake-processed")
    days = {}
    for rows in TABLES:
        # A file of each table, and a second one of the same day.
        [first, *_] = until(lambda rows=rows: keys(shop, bucket, f"{rows.files}year="), bool)
        days[rows.table] = first.rpartition("/")[0]
        source = {"Bucket": bucket, "Key": first}
        s3.copy_object(Bucket=bucket, Key=f"{days[rows.table]}/again.parquet", CopySource=source)
    run_now(shop, "analytics-compact-tables")
    for table, day in days.items():
        # What it replaces is listed after the merged file is there, and is deleted in an hour.
        again = f"{day}/again.parquet"
        until(lambda table=table: replaced(shop, bucket, table), lambda found, f=again: f in found)
        assert len(keys(shop, bucket, f"{day}/merged-")) == 1
