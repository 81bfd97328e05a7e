"""Broadcast: a message to every open connection: at once to few, by a queue to many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import current_correlation_id
from runtime.websocket import connections
from runtime.websocket.sender import Sent, encoded, send_all

# The queue of large broadcasts; without one they are sent as small ones are.
BROADCAST_QUEUE = environment("BROADCAST_QUEUE", "")

# The most entries of one SendMessageBatch, and the most bytes of all its entries; some Regions and
# older queues take a quarter of what SQS takes now:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
ENTRIES_PER_CALL, BYTES_PER_CALL = 10, 256 * 1024


class NotQueued(Exception):
    """The queue did not accept every batch; the broadcast reached a part of the connections."""


def broadcast(message: Any) -> Sent:
    """Send to every open connection; ``MessageTooLarge`` as ``send``.

    Up to ``connections.PAGE`` of them, or all without a queue, are sent to at once. With more, the
    batches go to the queue, whose worker sends them (``runtime.websocket.worker``): then none is
    counted here. A client may get a message twice, and none if it connects meanwhile.
    """
    data = encoded(message)
    batches = connections.batches()
    first, second = next(batches, []), next(batches, None)
    if second is None:
        return send_all(first, data)
    every = chain([first, second], batches)
    if not BROADCAST_QUEUE:
        return send_all(chain.from_iterable(every), data)
    _queue_all(body_of(batch, message) for batch in every)
    return Sent(reached=0, gone=0)


def body_of(connection_ids: Sequence[str], message: Any) -> str:
    """A batch as a message of the queue; it is not larger than the broadcast and its ids."""
    batch = {
        "connections": list(connection_ids),
        "correlationId": current_correlation_id(),
        "message": message,
    }
    return json.dumps(batch, separators=(",", ":"), ensure_ascii=False)


def _queue_all(bodies: Iterator[str]) -> None:
    """Queue batches, as few calls as take them; ``NotQueued`` if one is rejected."""
    call: list[str] = []
    size = 0
    for body in bodies:
        grown = size + len(body.encode())
        if call and (len(call) == ENTRIES_PER_CALL or grown > BYTES_PER_CALL):
            _queue(call)
            call, grown = [], len(body.encode())
        call.append(body)
        size = grown
    _queue(call)


def _queue(bodies: Sequence[str]) -> None:
    entries = [{"Id": str(at), "MessageBody": body} for at, body in enumerate(bodies)]
    response = client("sqs").send_message_batch(QueueUrl=BROADCAST_QUEUE, Entries=entries)
    if failed := response.get("Failed"):
        codes = ", ".join(sorted({entry["Code"] for entry in failed}))
        raise NotQueued(f"{len(failed)} of {len(entries)} batches: {codes}")
