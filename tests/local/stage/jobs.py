"""Jobs: what schedules start, started at once; the objects that they read and write."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from cli.shop.client import Shop


def run_now(shop: Shop, schedule: str) -> None:
    """Have the scheduler start a job at once, by the target of its own schedule."""
    scheduler = shop.client("scheduler")
    found = scheduler.list_schedules()["Schedules"]
    [known] = [each for each in found if each["Name"].startswith(schedule)]
    target = scheduler.get_schedule(Name=known["Name"], GroupName=known["GroupName"])["Target"]
    scheduler.create_schedule(
        Name=f"now-{uuid.uuid4().hex[:8]}",
        ScheduleExpression=f"at({datetime.now(UTC):%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target=target,
        ActionAfterCompletion="DELETE",
    )


def bucket_of(shop: Shop, name: str) -> str:
    buckets = [each["Name"] for each in shop.client("s3").list_buckets()["Buckets"]]
    [found] = [each for each in buckets if each.startswith(name)]
    return found


def keys(shop: Shop, bucket: str, prefix: str) -> list[str]:
    """The keys of the objects below a prefix."""
    s3 = shop.client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [each["Key"] for page in pages for each in page.get("Contents", [])]
