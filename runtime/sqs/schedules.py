"""Jobs: makes a function of one run into what a schedule starts, once for each time it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.idempotency import run_once
from runtime.observability import LambdaHandler, correlate, logger
from runtime.sqs.batch import process_batch
from runtime.sqs.sqs_message import SqsMessage

# What a scheduler that does not know this variable leaves in its place.
PLACEHOLDER = "<aws.scheduler.scheduled-time>"


@dataclass(frozen=True, kw_only=True)
class ScheduledRun:
    """One run of a job; ``scheduled_at``, in UTC to the second, is its name among all runs."""

    name: str
    scheduled_at: str
    context: Any


def schedule_consumer(work: Callable[[ScheduledRun], None]) -> LambdaHandler:
    """Run once for each time the schedule names; a run that raises is tried again later."""

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        def on_delivery(delivery: SqsMessage) -> None:
            run = _run(delivery, context)
            correlate(f"{run.name}-{run.scheduled_at}", job=run.name)

            def action() -> dict[str, Any]:
                work(run)
                return {"scheduledAt": run.scheduled_at}

            run_once(f"job-{run.name}", run.scheduled_at, action, context)
            logger.info("done", job=run.name, scheduled_at=run.scheduled_at)

        return process_batch(event, context, on_delivery, fifo=True)

    return handle


def _run(delivery: SqsMessage, context: Any) -> ScheduledRun:
    body = json.loads(delivery.body)
    scheduled_at = body["scheduledAt"]
    if scheduled_at == PLACEHOLDER:
        # When the message was sent is the same each time it comes, and a moment later at most.
        scheduled_at = f"{datetime.fromtimestamp(delivery.sent_at, UTC):%Y-%m-%dT%H:%M:%SZ}"
    return ScheduledRun(name=body["job"], scheduled_at=scheduled_at, context=context)
