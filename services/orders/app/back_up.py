"""Keeps a copy of all orders, as they stand at night, and lets go of the oldest."""

from __future__ import annotations

from runtime.dynamodb.backups import forget, snapshot
from runtime.environment import environment
from runtime.observability import count, logger
from runtime.sqs.jobs import Run, job

ORDERS_TABLE = environment("ORDERS_TABLE")


@job
def handle(run: Run) -> None:
    day = run.scheduled_at[:10]
    kept = snapshot(ORDERS_TABLE, day)
    if kept.is_new:
        count("OrdersBackedUp")
    forgotten = forget(ORDERS_TABLE, day)
    logger.info("backed up", backup=kept.arn, is_new=kept.is_new, forgotten=forgotten)
