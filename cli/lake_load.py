"""Lake load: the CDNOW history as raw objects of the data lake, and what the lake has of it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress

from cli.athena import Queries
from cli.cdnow import Purchase

# Purchases of one raw object: a file of Parquet for each of its days, two or three at most times.
RECORDS_AT_ONCE = 1_000

INCOMING, FILES = "incoming/purchases/", "purchases/"

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


def send(s3: Any, bucket: str, purchases: Sequence[Purchase], progress: Progress) -> int:
    """Put the purchases into the raw zone, those objects that are not there; returns how many
    purchases were sent. The key of an object follows from its content, so that an interrupted load
    is continued.
    """
    there = set(keys(s3, bucket, INCOMING))
    task, sent = progress.add_task("sending", total=len(purchases)), 0
    for start in range(0, len(purchases), RECORDS_AT_ONCE):
        records = purchases[start : start + RECORDS_AT_ONCE]
        body = "".join(f"{json.dumps(envelope(each))}\n" for each in records).encode()
        key = f"{INCOMING}history/{hashlib.sha256(body).hexdigest()[:32]}.jsonl"
        if key not in there:
            s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/x-ndjson")
            sent += len(records)
        progress.advance(task, len(records))
    return sent


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


def keys(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    """The keys of a bucket below a prefix."""
    for each in objects(s3, bucket, prefix):
        yield each["Key"]


def objects(s3: Any, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    """The objects of a bucket below a prefix, each with its size."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])
