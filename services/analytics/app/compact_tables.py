"""Merges the small files of the lake's tables, day by day, on a schedule."""

from __future__ import annotations

from runtime.environment import environment
from runtime.lake import compaction
from runtime.lake.compaction import Table
from runtime.observability import count
from runtime.remaining import remaining_seconds
from runtime.sqs.schedules import ScheduledRun, schedule_consumer
from services.analytics.app.lake import TABLES

PROCESSED_BUCKET = environment("PROCESSED_BUCKET")

# A day is merged in less; what is left over is the next run's.
RESERVE_SECONDS = 20


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    def has_time() -> bool:
        return remaining_seconds(run.context) >= RESERVE_SECONDS

    for rows in TABLES:
        table = Table(PROCESSED_BUCKET, rows.files, rows.columns)
        done = table.compact(compaction.now(), has_time)
        count("DaysCompacted", done.days)
        count("FilesMerged", done.merged)
        count("FilesDeleted", done.deleted)
