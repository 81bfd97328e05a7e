"""Batch: processes the messages of one invocation and returns the partial batch response."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.in_progress import InProgress
from runtime.observability import count_answered_failure, invocation, logger
from runtime.outcomes import log_failure
from runtime.remaining import remaining_seconds
from runtime.sqs import visibility
from runtime.tracing import subsegment

# Kept free for the response and the visibility timeouts, and for a message that takes longer than
# those before it.
RESERVE_SECONDS = 2.0

# The first failure of a message may be an event that came before the one it follows, or a passing
# fault; from the second on it counts as a failure of the function.
FAILED_AGAIN = 2


@dataclass(frozen=True, kw_only=True)
class SqsMessage:
    """One record of the event that Lambda's event source mapping hands to the function.

    ``receive_count`` includes this receive; ``sent_at`` is in seconds since 1970; ``group_id`` is
    the message group of a FIFO queue.
    """

    id: str
    body: str
    receipt_handle: str
    receive_count: int
    sent_at: float
    group_id: str | None


def process_batch(
    event: Mapping[str, Any],
    context: Any,
    process: Callable[[SqsMessage], None],
    *,
    fifo: bool = False,
) -> dict[str, Any]:
    """Call ``process`` for each message; the response names those that must be received again.

    A message fails if ``process`` raises; it is then logged and gets a retry delay. With ``fifo``
    the messages that follow it in its message group are returned unprocessed with the same delay:
    a group is blocked while any of its messages is in flight. Messages for which no time is left
    are returned unprocessed, become visible at once and do not count as failures. An invocation in
    which a message failed again counts as failed, once.
    """
    with invocation(context):
        batch = _Batch(context, process, fifo)
        delays = dict(batch.failures(sqs_messages(event)))
        if batch.failed_again:
            count_answered_failure(context)
        visibility.change_visibility({m.receipt_handle: s for m, s in delays.items()})
    return {"batchItemFailures": [{"itemIdentifier": message.id} for message in delays]}


def sqs_messages(event: Mapping[str, Any]) -> list[SqsMessage]:
    """The messages of a batch, in their order."""
    return [
        SqsMessage(
            id=record["messageId"],
            body=record["body"],
            receipt_handle=record["receiptHandle"],
            receive_count=int(record["attributes"]["ApproximateReceiveCount"]),
            sent_at=int(record["attributes"]["SentTimestamp"]) / 1000,
            group_id=record["attributes"].get("MessageGroupId"),
        )
        for record in event["Records"]
    ]


class _Batch:
    """Processing of one batch: the longest time a message took, the blocked message groups, and
    whether a message failed that had failed before.
    """

    def __init__(self, context: Any, process: Callable[[SqsMessage], None], fifo: bool) -> None:
        self._context, self._process, self._fifo = context, process, fifo
        self.failed_again = False
        self._longest = 0.0
        self._whole = min(remaining_seconds(context), visibility.MAX_DELAY_SECONDS)
        self._blocked: dict[str, int] = {}

    def failures(self, messages: Sequence[SqsMessage]) -> Iterator[tuple[SqsMessage, int]]:
        """Messages to receive again, each with its retry delay in seconds."""
        for index, message in enumerate(messages):
            if index and not self._has_time():
                unprocessed = messages[index:]
                logger.info("no time left", unprocessed=len(unprocessed))
                yield from (
                    (late, self._blocked.get(late.group_id or "", 0)) for late in unprocessed
                )
                return
            if message.group_id is not None and message.group_id in self._blocked:
                yield message, self._blocked[message.group_id]
            elif (seconds := self._failed(message)) is not None:
                if self._fifo and message.group_id is not None:
                    self._blocked[message.group_id] = seconds
                yield message, seconds

    def _has_time(self) -> bool:
        return remaining_seconds(self._context) >= max(RESERVE_SECONDS, self._longest)

    def _failed(self, message: SqsMessage) -> int | None:
        """Process a message; its retry delay in seconds if that fails."""
        started = time.perf_counter()
        try:
            with subsegment("message"):
                self._process(message)
        except Exception as error:
            self.failed_again |= message.receive_count >= FAILED_AGAIN
            log_failure(error, message_id=message.id, receive_count=message.receive_count)
            return self._retry_delay(message, error)
        finally:
            logger.set_correlation_id(None)
            self._longest = max(self._longest, time.perf_counter() - started)
        return None

    def _retry_delay(self, message: SqsMessage, error: Exception) -> int:
        seconds = visibility.retry_delay(message.receive_count)
        if isinstance(error, InProgress) and message.receive_count >= FAILED_AGAIN:
            # A copy of a message meets the other one once. What is found again was left by an
            # invocation that is lost, and is held for as long as one may run: no try before helps.
            return max(seconds, math.ceil(self._whole) + 1)
        return seconds
