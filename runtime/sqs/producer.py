"""Producer: sends messages to a queue, as few calls as take them, and again what SQS rejects."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from runtime.batches import batches
from runtime.clients.aws import client
from runtime.retry import with_retries

# The most entries of one SendMessageBatch, and the most bytes of all its entries; some Regions and
# older queues take a quarter of what SQS takes now:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
ENTRIES_PER_CALL, BYTES_PER_CALL = 10, 256 * 1024
ATTEMPTS = 3


class NotSent(Exception):
    """The queue did not accept every message; those of the calls before it are in the queue."""


def send_all(queue_url: str, bodies: Iterable[str]) -> int:
    """Send messages in their order, and return how many; ``NotSent`` if some are rejected thrice.

    Bodies are read as they are sent, so that there may be any number of them. Who sends the rest
    again may send some twice: a consumer of a standard queue must expect that anyway.
    """
    sent = 0
    for call in batches(bodies, _size, most=ENTRIES_PER_CALL, most_bytes=BYTES_PER_CALL):
        left = [{"Id": str(at), "MessageBody": body} for at, body in enumerate(call)]
        with_retries(partial(_send, queue_url, left), NotSent, attempts=ATTEMPTS)
        sent += len(call)
    return sent


def _size(body: str) -> int:
    return len(body.encode())


def _send(queue_url: str, left: list[dict[str, Any]]) -> None:
    """One call; removes the messages that the queue accepted from ``left``."""
    tried = len(left)
    failed = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=left).get("Failed", [])
    codes = {entry["Id"]: entry["Code"] for entry in failed}
    left[:] = [entry for entry in left if entry["Id"] in codes]
    if left:
        named = ", ".join(sorted(set(codes.values())))
        raise NotSent(f"{len(left)} of {tried} messages: {named}")
