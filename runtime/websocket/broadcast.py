"""Broadcast: a message to every open connection: at once to few, by a queue to many."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from runtime.environment import environment
from runtime.observability import current_correlation_id
from runtime.sqs import producer
from runtime.websocket import connections
from runtime.websocket.sender import Sent, encoded, send_all

# The queue of large broadcasts; without one they are sent as small ones are.
BROADCAST_QUEUE = environment("BROADCAST_QUEUE", "")


def broadcast(message: Any) -> Sent:
    """Send to every open connection; ``MessageTooLarge`` as ``send``.

    Up to ``connections.PAGE`` of them, or all without a queue, are sent to at once. With more, the
    batches go to the queue, whose worker sends them (``runtime.websocket.worker``): then none is
    counted here. A client may get a message twice, and none if it connects meanwhile; if the queue
    rejects batches (``producer.NotSent``), the broadcast reached a part of the connections.
    """
    data = encoded(message)
    batches = connections.batches()
    first, second = next(batches, []), next(batches, None)
    if second is None:
        return send_all(first, data)
    every = chain([first, second], batches)
    if not BROADCAST_QUEUE:
        return send_all(chain.from_iterable(every), data)
    producer.send_all(BROADCAST_QUEUE, (body_of(batch, message) for batch in every))
    return Sent(reached=0, gone=0)


def body_of(connection_ids: Sequence[str], message: Any) -> str:
    """A batch as a message of the queue; it is not larger than the broadcast and its ids."""
    batch = {
        "connections": list(connection_ids),
        "correlationId": current_correlation_id(),
        "message": message,
    }
    return json.dumps(batch, separators=(",", ":"), ensure_ascii=False)
