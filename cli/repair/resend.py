"""Resend: the SendMessage call of a redriven message, and the log line that records it."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.repair.causes import Cause, Consumer
from cli.repair.dead_letter_queue import DeadLetterQueue, Source
from cli.repair.held_messages import Message
from cli.stage.account import Account

REASON = "redrive-reason"
# SQS takes no more attributes on a message.
MOST_ATTRIBUTES = 10
# The deduplication interval of FIFO queues.
DEDUPLICATED_FOR = timedelta(minutes=5)


def request(source: Source, message: Message, reason: str, now: datetime) -> dict[str, Any]:
    """The arguments of SendMessage to the source queue: the same message, with the reason."""
    attributes = dict(message.attributes)
    if REASON in attributes or len(attributes) < MOST_ATTRIBUTES:
        attributes[REASON] = {"DataType": "String", "StringValue": reason}
    call: dict[str, Any] = {
        "QueueUrl": source.url,
        "MessageBody": message.body,
        "MessageAttributes": attributes,
    }
    if trace := message.system.get("AWSTraceHeader"):
        header = {"DataType": "String", "StringValue": trace}
        call["MessageSystemAttributes"] = {"AWSTraceHeader": header}
    if group := message.system.get("MessageGroupId"):
        call["MessageGroupId"] = group
    if "MessageDeduplicationId" in message.system:
        call["MessageDeduplicationId"] = _deduplication_id(message, now)
    return call


def _deduplication_id(message: Message, now: datetime) -> str:
    """The message's own after the deduplication interval; within it SQS would drop the copy.

    The other id is the same at each try, so that a repeated redrive sends one copy.
    """
    own = message.system["MessageDeduplicationId"]
    if now - message.sent > DEDUPLICATED_FOR:
        return own
    return hashlib.sha256(f"{own} {message.id}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Records each move, its reason and caller, in the log group of the queue's consumer."""

    logs: Any
    place: dict[str, str]
    facts: dict[str, str]

    @classmethod
    def begin(
        cls, account: Account, queue: DeadLetterQueue, consumer: Consumer, reason: str
    ) -> Trail:
        """Create the log stream, before any message moves."""
        caller = account.client("sts").get_caller_identity()["Arn"]
        stream = f"redrive/{datetime.now(UTC):%Y-%m-%d/%H-%M-%S.%f}"
        place = {"logGroupName": consumer.log_group, "logStreamName": stream}
        account.client("logs").create_log_stream(**place)
        facts = {"dead_letters": queue.name, "reason": reason, "by": caller}
        return cls(logs=account.client("logs"), place=place, facts=facts)

    def write(self, message: Message, cause: Cause, sent_as: str) -> None:
        """Write the log line of one moved message."""
        line = {
            "level": "INFO",
            "message": "redriven",
            "message_id": message.id,
            "sent_as": sent_as,
            "error_type": cause.error,
            **self.facts,
        }
        written = {"timestamp": int(time.time() * 1000), "message": json.dumps(line)}
        self.logs.put_log_events(**self.place, logEvents=[written])
