"""Schedules: the consumer of a queue to which EventBridge Scheduler sends the runs of a job."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.dynamodb.idempotency import run_once
from runtime.observability import LambdaHandler
from runtime.sqs.batch import SqsMessage
from runtime.sqs.handler import Decoded, sqs_handler

# What a scheduler that does not know this variable leaves in its place.
PLACEHOLDER = "<aws.scheduler.scheduled-time>"


@dataclass(frozen=True, kw_only=True)
class ScheduledRun:
    """One run of a job, and the Lambda context.

    ``scheduled_at``, in UTC to the second, identifies the run among all runs of its job.
    """

    name: str
    scheduled_at: str
    context: Any


def schedule_consumer(consume: Callable[[ScheduledRun], None]) -> LambdaHandler:
    """Run a job once for each scheduled time, however often its message is received.

    If the decorated function raises, the run is tried again later. Runs of a job are in order: the
    queue is FIFO, and the job is the message group.
    """

    def run(scheduled: ScheduledRun) -> None:
        def action() -> dict[str, Any]:
            consume(scheduled)
            return {"scheduledAt": scheduled.scheduled_at}

        run_once(f"job-{scheduled.name}", scheduled.scheduled_at, action, scheduled.context)

    return sqs_handler(_decode, run, fifo=True)


def _decode(message: SqsMessage, context: Any) -> list[Decoded[ScheduledRun]]:
    body = json.loads(message.body)
    name, scheduled_at = body["job"], body["scheduledAt"]
    if scheduled_at == PLACEHOLDER:
        # A message keeps the time at which it was sent, a moment after the scheduled one.
        sent_at = datetime.fromtimestamp(message.sent_at, UTC).replace(tzinfo=None)
        scheduled_at = f"{sent_at.isoformat(timespec='seconds')}Z"
    run = Decoded(
        value=ScheduledRun(name=name, scheduled_at=scheduled_at, context=context),
        correlation_id=f"{name}-{scheduled_at}",
        description={"job": name, "scheduled_at": scheduled_at},
    )
    return [run]
