"""Backs up the orders table once a day, and deletes expired backups."""

from __future__ import annotations

from runtime.dynamodb.backups import create_backup, delete_expired_backups
from runtime.environment import environment
from runtime.observability import count, logger
from runtime.sqs.schedules import ScheduledRun, schedule_consumer

ORDERS_TABLE = environment("ORDERS_TABLE")


@schedule_consumer
def handle(run: ScheduledRun) -> None:
    backup = create_backup(ORDERS_TABLE, run.scheduled_at)
    if backup.is_new:
        count("OrdersBackedUp")
    deleted = delete_expired_backups(ORDERS_TABLE, run.scheduled_at)
    logger.info("backed up", backup=backup.arn, is_new=backup.is_new, deleted=deleted)
