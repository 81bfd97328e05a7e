"""Visibility timeout: how long a failed message waits before it can be received again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import random
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import logger

QUEUE_URL = environment("QUEUE_URL")
# The delay after the first receive, and what each further one multiplies it by: settings of the
# stage. With 10 s and 6, five receives span 34 to 43 minutes.
RETRY_SECONDS = int(environment("RETRY_SECONDS"))
RETRY_FACTOR = int(environment("RETRY_FACTOR"))

MAX_DELAY_SECONDS = 3_600
# Bounds the exponent: twelve doublings of a second reach the maximum.
MAX_GROWTHS = 12
# What jitter takes off a delay at most, so that a span of retries is nearly what was set.
JITTER = 0.2

# The most entries of one ChangeMessageVisibilityBatch.
ENTRIES_PER_CALL = 10


def retry_delay(receive_count: int, chance: float | None = None) -> int:
    """Seconds until the next receive: exponential backoff with jitter, at most an hour.

    The jitter takes off at most a fifth, so that each delay is longer than the one before.
    ``chance``, between 0 and 1, replaces the random number.
    """
    longest: int = RETRY_SECONDS * RETRY_FACTOR ** min(receive_count - 1, MAX_GROWTHS)
    share = 1 - JITTER * (1 - (random() if chance is None else chance))
    return round(min(MAX_DELAY_SECONDS, longest) * share)


def change_visibility(delays: Mapping[str, int]) -> None:
    """Set visibility timeouts: seconds by receipt handle.

    A failure is logged only: the message then keeps the visibility timeout of its queue, which
    delays its next receive and loses nothing.
    """
    entries = [
        {"Id": str(index), "ReceiptHandle": receipt_handle, "VisibilityTimeout": seconds}
        for index, (receipt_handle, seconds) in enumerate(delays.items())
    ]
    for start in range(0, len(entries), ENTRIES_PER_CALL):
        _change(entries[start : start + ENTRIES_PER_CALL])


def _change(entries: Sequence[Mapping[str, Any]]) -> None:
    try:
        response = client("sqs").change_message_visibility_batch(
            QueueUrl=QUEUE_URL, Entries=list(entries)
        )
        failed = [failure["Code"] for failure in response.get("Failed", [])]
    except Exception as error:
        failed = [str(error)] * len(entries)
    if failed:
        logger.warning("visibility timeout not changed", messages=len(failed), reason=failed[0])
