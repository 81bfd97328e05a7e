"""Keeps a copy of all orders, as they stand at night, and lets go of the oldest."""

from __future__ import annotations

from runtime.dynamodb.backups import create_daily_backup, delete_expired_backups
from runtime.environment import environment
from runtime.observability import count, logger
from runtime.sqs.schedules import ScheduledRun, schedule_consumer

ORDERS_TABLE = environment("ORDERS_TABLE")


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    day = run.scheduled_at[:10]
    kept = create_daily_backup(ORDERS_TABLE, day)
    if kept.is_new:
        count("OrdersBackedUp")
    forgotten = delete_expired_backups(ORDERS_TABLE, day)
    logger.info("backed up", backup=kept.arn, is_new=kept.is_new, forgotten=forgotten)
