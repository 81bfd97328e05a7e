"""Worker: sends the batches of large broadcasts, which ``runtime.websocket.broadcast`` queued."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runtime.clients.aws import client
from runtime.observability import LambdaHandler
from runtime.sqs.batch import SqsMessage
from runtime.sqs.handler import Decoded, sqs_handler
from runtime.sqs.visibility import QUEUE_URL, retry_delay
from runtime.websocket.broadcast import body_of
from runtime.websocket.sender import NotSent, encoded, send_all


def broadcast_worker() -> LambdaHandler:
    """The handler of the queue of broadcasts.

    A batch of which some were not reached is queued again for those alone, so that the others do
    not get the message twice. A batch in which every send failed fails, and is received again.
    """
    return sqs_handler(_decoded, _send)


def _decoded(message: SqsMessage, context: Any) -> list[Decoded[Mapping[str, Any]]]:
    batch = json.loads(message.body)
    size = str(len(batch["connections"]))
    return [
        Decoded(
            value=batch,
            correlation_id=batch["correlationId"],
            description={"connections": size},
        )
    ]


def _send(batch: Mapping[str, Any]) -> None:
    sent = send_all(batch["connections"], encoded(batch["message"]))
    if not sent.failed:
        return
    if len(sent.failed) == len(batch["connections"]):
        raise NotSent(f"none of {len(sent.failed)} connections was reached")
    client("sqs").send_message(
        QueueUrl=QUEUE_URL,
        MessageBody=body_of(sent.failed, batch["message"]),
        DelaySeconds=retry_delay(1),
    )
