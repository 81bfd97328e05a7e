"""Lake load: the CDNOW history as records of the stream, and what the data lake has of it."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress

from cli.purchases.athena import Queries
from cli.purchases.cdnow import Purchase

# The most records of one call, and how long to wait for a shard that takes no more:
# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
RECORDS_PER_CALL, THROTTLED_SECONDS = 500, 0.2

# What the records are, to the consumers of the stream.
KIND = "OrderConfirmed"

INCOMING, FILES = "incoming/purchases/", "purchases/"

# What feeds the functions that make files of the records and register their days, and the state of
# messages that are waiting, or taken at the moment.
QUEUES = (
    "analytics-collected-transform-records-queue",
    "analytics-transformed-register-partitions-queue",
)
WAITING = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")

# Customers of the history, and no others that a stage has orders of.
CUSTOMERS = "cdnow-history-"
ORDERS = uuid.UUID("5f0c7a52-6f3e-4a53-8f43-1f3d6b3c4f10")

MONTHLY = f"""
SELECT year || '-' || month AS month,
       count(*) AS purchases,
       sum(units) AS cds,
       sum(total_cents) AS cents
FROM (
    SELECT DISTINCT order_id, units, total_cents, year, month
    FROM purchases
    WHERE user_id LIKE '{CUSTOMERS}%'
) AS bought
GROUP BY year, month
ORDER BY year, month
"""

DAILY = f"""
SELECT year || '-' || month || '-' || day AS day, count(DISTINCT order_id) AS purchases
FROM purchases
WHERE user_id LIKE '{CUSTOMERS}%'
GROUP BY year, month, day
"""

CUSTOMER_COUNT = f"""
SELECT count(DISTINCT user_id) AS customers FROM purchases WHERE user_id LIKE '{CUSTOMERS}%'
"""


@dataclass(frozen=True)
class Month:
    """What was bought in a month, or in all."""

    purchases: int = 0
    cds: int = 0
    cents: int = 0

    def __add__(self, other: Month) -> Month:
        return Month(
            self.purchases + other.purchases, self.cds + other.cds, self.cents + other.cents
        )


def on_the_way(sqs: Any) -> int:
    """How many messages the functions of the lake have still to take, or have taken just now."""
    return sum(
        int(each)
        for queue in QUEUES
        for url in sqs.list_queues(QueueNamePrefix=queue).get("QueueUrls", ())
        for each in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(WAITING))[
            "Attributes"
        ].values()
    )


def by_month(purchases: Sequence[Purchase]) -> dict[str, Month]:
    """The months of the file itself."""
    months: dict[str, Month] = {}
    for each in purchases:
        month = f"{each.day:%Y-%m}"
        months[month] = months.get(month, Month()) + Month(1, each.units, each.cents)
    return months


def total(months: dict[str, Month]) -> Month:
    """All months together."""
    return sum(months.values(), Month())


def months_in(queries: Queries) -> dict[str, Month]:
    """The months that the lake has of the history."""
    return {
        row["month"]: Month(int(row["purchases"]), int(row["cds"]), int(row["cents"]))
        for row in queries.rows(MONTHLY)
    }


def customers_in(queries: Queries) -> int:
    """How many customers of the history the lake has."""
    [row] = queries.rows(CUSTOMER_COUNT)
    return int(row["customers"])


def days_in(queries: Queries) -> dict[str, int]:
    """How many purchases of the history the lake has, by day."""
    return {row["day"]: int(row["purchases"]) for row in queries.rows(DAILY)}


def missing(purchases: Sequence[Purchase], there: Mapping[str, int]) -> list[Purchase]:
    """The purchases of those days that the lake has not whole; what it has of such a day is sent
    again, since queries count it once.
    """
    days = Counter(each.day.isoformat() for each in purchases)
    whole = {day for day, count in days.items() if there.get(day) == count}
    return [each for each in purchases if each.day.isoformat() not in whole]


def send(kinesis: Any, stream: str, purchases: Sequence[Purchase], progress: Progress) -> None:
    """Put the purchases into the stream, the earliest first."""
    task = progress.add_task("sending", total=len(purchases))
    for start in range(0, len(purchases), RECORDS_PER_CALL):
        left = [record(each) for each in purchases[start : start + RECORDS_PER_CALL]]
        sent = len(left)
        while left:
            results = kinesis.put_records(StreamName=stream, Records=left)["Records"]
            left = [
                each for each, result in zip(left, results, strict=True) if "ErrorCode" in result
            ]
            if left:
                time.sleep(THROTTLED_SECONDS)
        progress.advance(task, sent)


def record(purchase: Purchase) -> dict[str, Any]:
    """A purchase as a record of the stream; those of one customer are in order."""
    content = {**envelope(purchase), "kind": KIND}
    return {"Data": json.dumps(content).encode(), "PartitionKey": content["data"]["userId"]}


def envelope(purchase: Purchase) -> dict[str, Any]:
    """A purchase as the event of its order; the line's number makes the order."""
    order = str(uuid.uuid5(ORDERS, str(purchase.number)))
    moment = f"{purchase.day.isoformat()}T00:00:00.000Z"
    return {
        "metadata": {
            "eventId": order,
            "version": 1,
            "correlationId": "cdnow-history",
            "occurredAt": moment,
        },
        "data": {
            "orderId": order,
            "userId": CUSTOMERS + purchase.customer.removeprefix("cdnow-"),
            "placedAt": moment,
            "orderedOn": purchase.day.isoformat(),
            "units": purchase.units,
            "totalCents": purchase.cents,
        },
    }


def objects(s3: Any, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    """The objects of a bucket below a prefix, each with its size."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])
