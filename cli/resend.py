"""Resend: a dead letter as it goes back to its queue, and the line in the log that tells of it."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.account import Account
from cli.causes import Cause, Consumer
from cli.dead_letter_queue import DeadLetterQueue, Source
from cli.letters import Letter

REASON = "redrive-reason"
# SQS takes no more attributes on a message.
MOST_ATTRIBUTES = 10
# For so long a FIFO queue drops whatever has the id of a message that it took before.
DEDUPLICATED_FOR = timedelta(minutes=5)


def request(source: Source, letter: Letter, reason: str, now: datetime) -> dict[str, Any]:
    """What to send to the queue that a letter came from: the same message, with the reason."""
    attributes = dict(letter.attributes)
    if REASON in attributes or len(attributes) < MOST_ATTRIBUTES:
        attributes[REASON] = {"DataType": "String", "StringValue": reason}
    call: dict[str, Any] = {
        "QueueUrl": source.url,
        "MessageBody": letter.body,
        "MessageAttributes": attributes,
    }
    if trace := letter.system.get("AWSTraceHeader"):
        header = {"DataType": "String", "StringValue": trace}
        call["MessageSystemAttributes"] = {"AWSTraceHeader": header}
    if group := letter.system.get("MessageGroupId"):
        call["MessageGroupId"] = group
    if "MessageDeduplicationId" in letter.system:
        call["MessageDeduplicationId"] = _deduplication_id(letter, now)
    return call


def _deduplication_id(letter: Letter, now: datetime) -> str:
    """The letter's own, once its queue has forgotten it; else the copy would vanish unseen.

    The other is the same at each try, so that who is interrupted and tries again sends one copy.
    """
    own = letter.system["MessageDeduplicationId"]
    if now - letter.sent > DEDUPLICATED_FOR:
        return own
    return hashlib.sha256(f"{own} {letter.id}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Who moved what, when and why, in the log of the function that gets to work on it again."""

    logs: Any
    place: dict[str, str]
    facts: dict[str, str]

    @classmethod
    def begin(
        cls, account: Account, queue: DeadLetterQueue, consumer: Consumer, reason: str
    ) -> Trail:
        """Make sure that moves can be written down, before there are any."""
        caller = account.client("sts").get_caller_identity()["Arn"]
        stream = f"redrive/{datetime.now(UTC):%Y-%m-%d/%H-%M-%S.%f}"
        place = {"logGroupName": consumer.log_group, "logStreamName": stream}
        account.client("logs").create_log_stream(**place)
        facts = {"dead_letters": queue.name, "reason": reason, "by": caller}
        return cls(logs=account.client("logs"), place=place, facts=facts)

    def write(self, letter: Letter, cause: Cause, sent_as: str) -> None:
        """One line for one move."""
        line = {
            "level": "INFO",
            "message": "redriven",
            "message_id": letter.id,
            "sent_as": sent_as,
            "error_type": cause.error,
            **self.facts,
        }
        written = {"timestamp": int(time.time() * 1000), "message": json.dumps(line)}
        self.logs.put_log_events(**self.place, logEvents=[written])
