"""Rounds: works through the messages that a queue hands over at once; each fails alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from runtime.observability import invocation, logger
from runtime.sqs import visibility
from runtime.sqs.deadline import remaining_seconds
from runtime.sqs.sqs_message import SqsMessage, sqs_messages
from runtime.tracing import subsegment

# What is kept free for the answer to the queue, and for a message that takes longer than others.
RESERVE_SECONDS = 2.0


def process_batch(
    event: Mapping[str, Any],
    context: Any,
    work: Callable[[SqsMessage], None],
    *,
    fifo: bool = False,
) -> dict[str, Any]:
    """Work on each message; the answer names those that are to come back, and nothing else.

    Of a FIFO queue, all that follows a failure in its group comes back with it: a group is held up
    by any message that is still out. What there is no time left for comes back at once, and is no
    failure.
    """
    with invocation(context):
        back = _Batch(context, work, fifo).of(sqs_messages(event))
        visibility.change_visibility(back)
    return {"batchItemFailures": [{"itemIdentifier": message.id} for message in back]}


class _Batch:
    """One batch being worked on: how long a message took at most, and which groups must wait."""

    def __init__(self, context: Any, work: Callable[[SqsMessage], None], fifo: bool) -> None:
        self._context, self._work, self._fifo = context, work, fifo
        self._longest = 0.0
        self._waiting: dict[str, int] = {}

    def of(self, deliveries: Sequence[SqsMessage]) -> dict[SqsMessage, int]:
        """The messages that come back, and in how many seconds."""
        return dict(self._returned(deliveries))

    def _returned(self, deliveries: Sequence[SqsMessage]) -> Iterator[tuple[SqsMessage, int]]:
        for place, message in enumerate(deliveries):
            if place and remaining_seconds(self._context) < max(RESERVE_SECONDS, self._longest):
                left = deliveries[place:]
                logger.info("out of time", left_in_the_queue=len(left))
                yield from ((late, self._waiting.get(late.group or "", 0)) for late in left)
                return
            if message.group is not None and message.group in self._waiting:
                yield message, self._waiting[message.group]
            elif not self._is_done(message):
                seconds = visibility.retry_delay(message.receives)
                if self._fifo and message.group is not None:
                    self._waiting[message.group] = seconds
                yield message, seconds

    def _is_done(self, message: SqsMessage) -> bool:
        started = time.perf_counter()
        try:
            with subsegment("message"):
                self._work(message)
        except Exception as error:
            logger.exception(
                "left in the queue",
                message_id=message.id,
                receives=message.receives,
                error_type=type(error).__name__,
            )
            return False
        finally:
            logger.set_correlation_id(None)
            self._longest = max(self._longest, time.perf_counter() - started)
        return True
