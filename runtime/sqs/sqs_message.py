"""Deliveries: messages as a queue hands them over, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class SqsMessage:
    """One message; ``receives`` counts this time, ``sent_at`` is in seconds since 1970."""

    id: str
    body: str
    receipt: str
    receives: int
    sent_at: float
    group: str | None


def sqs_messages(event: Mapping[str, Any]) -> list[SqsMessage]:
    """The messages of a batch, in their order."""
    return [
        SqsMessage(
            id=record["messageId"],
            body=record["body"],
            receipt=record["receiptHandle"],
            receives=int(record["attributes"]["ApproximateReceiveCount"]),
            sent_at=int(record["attributes"]["SentTimestamp"]) / 1000,
            group=record["attributes"].get("MessageGroupId"),
        )
        for record in event["Records"]
    ]
