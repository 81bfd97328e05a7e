"""Redelivery: when a queue hands over again what was not done this time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import random
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import logger
from runtime.sqs.sqs_message import SqsMessage

QUEUE_URL = environment("QUEUE_URL")
RETRY_SECONDS = int(environment("RETRY_SECONDS"))

MAX_DELAY_SECONDS = 900
# A number of doublings that no first pause needs to reach the longest.
MAX_DOUBLINGS = 10

# What one ChangeMessageVisibilityBatch takes.
BATCH = 10


def retry_delay(receives: int, chance: float | None = None) -> int:
    """The pause after so many receives: doubled with each, up to a limit, and by chance shorter.

    Never less than half, so that each pause is longer than most of the ones before it.
    """
    longest: int = RETRY_SECONDS * 2 ** min(receives - 1, MAX_DOUBLINGS)
    share = 0.5 + (random() if chance is None else chance) / 2
    return round(min(MAX_DELAY_SECONDS, longest) * share)


def change_visibility(back: Mapping[SqsMessage, int]) -> None:
    """Have messages come back in so many seconds, rather than when the queue would have it.

    What the queue does not grant is logged and left to its own time: that is later, but not lost.
    """
    waits = list(back.items())
    for start in range(0, len(waits), BATCH):
        _change_visibility(waits[start : start + BATCH])


def _change_visibility(waits: Sequence[tuple[SqsMessage, int]]) -> None:
    try:
        answer = client("sqs").change_message_visibility_batch(
            QueueUrl=QUEUE_URL,
            Entries=[_entry(str(place), *wait) for place, wait in enumerate(waits)],
        )
        failed = [failure["Code"] for failure in answer.get("Failed", [])]
    except Exception as error:
        failed = [str(error)] * len(waits)
    if failed:
        logger.warning("come back when the queue says", messages=len(failed), reason=failed[0])


def _entry(entry_id: str, message: SqsMessage, seconds: int) -> dict[str, Any]:
    return {"Id": entry_id, "ReceiptHandle": message.receipt, "VisibilityTimeout": seconds}
