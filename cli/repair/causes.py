"""Causes: the errors of messages in a dead-letter queue, from the log of their function."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cli.repair.dead_letter_queue import DeadLetterQueue
from cli.repair.held_messages import Message
from cli.stage.account import Account

# The line that the runtime logs for every failed message has this outcome.
FAILED = "failed"
FAILED_MESSAGES = f'{{ $.outcome = "{FAILED}" }}'
# The default message retention period of SQS.
FOUR_DAYS = timedelta(days=4)


@dataclass(frozen=True)
class Cause:
    """The type of an error, and what it said the last time."""

    error: str
    words: str = ""


# The log is gone, or the function never got to write: it ran out of time or memory.
UNKNOWN = Cause("unknown", "the log has no line on it: too old, or the function was cut off")


@dataclass(frozen=True)
class Consumer:
    """The function that consumes a queue."""

    function: str
    log_group: str


def consumer_of(account: Account, queue: DeadLetterQueue) -> Consumer | None:
    """The function whose failed messages end in this queue; None without a consumer."""
    client = account.client("lambda")
    for mapping in _mappings(client, queue):
        asked = client.get_function_configuration(FunctionName=mapping["FunctionArn"])
        default = f"/aws/lambda/{asked['FunctionName']}"
        group = asked.get("LoggingConfig", {}).get("LogGroup", default)
        return Consumer(asked["FunctionName"], group)
    return None


def _mappings(client: Any, queue: DeadLetterQueue) -> list[dict[str, Any]]:
    """The event source mappings that read the source queue; without one those of streams whose
    failed batches go to this queue.
    """
    if queue.source is not None:
        found = client.list_event_source_mappings(EventSourceArn=queue.source.arn)
        return found["EventSourceMappings"]  # type: ignore[no-any-return]
    pages = client.get_paginator("list_event_source_mappings").paginate()
    return [
        mapping
        for page in pages
        for mapping in page["EventSourceMappings"]
        if _on_failure(mapping).rpartition(":")[2] == queue.name
    ]


def _on_failure(mapping: Mapping[str, Any]) -> str:
    """The ARN of the destination of batches that a mapping gives up; empty without one."""
    on_failure = (mapping.get("DestinationConfig") or {}).get("OnFailure") or {}
    return str(on_failure.get("Destination") or "")


def causes_of(
    account: Account, consumer: Consumer | None, messages: Sequence[Message]
) -> dict[str, Cause]:
    """The cause of each message's failure, by message id."""
    logged = _logged(account, consumer, messages) if consumer and messages else {}
    return {message.id: logged.get(message.id) or _undelivered(message) for message in messages}


def _undelivered(message: Message) -> Cause:
    """The cause that EventBridge adds to an event it could not deliver to its target, the consumer
    of a stream to a record that it kept, and Lambda to a batch of a stream that it gave up.
    """
    code = message.attributes.get("ERROR_CODE", {}).get("StringValue")
    if not code:
        return _given_up(message)
    return Cause(code, message.attributes.get("ERROR_MESSAGE", {}).get("StringValue", ""))


def _given_up(message: Message) -> Cause:
    try:
        condition = json.loads(message.body)["requestContext"]["condition"]
    except (ValueError, KeyError, TypeError):
        return UNKNOWN
    return Cause(str(condition), "the function was cut off or did not start: read its log")


def _logged(account: Account, consumer: Consumer, messages: Iterable[Message]) -> dict[str, Cause]:
    logs = account.client("logs")
    since = min(_begun(message) for message in messages)
    try:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=consumer.log_group, startTime=since, filterPattern=FAILED_MESSAGES
        )
        lines = [event["message"] for page in pages for event in page["events"]]
    except logs.exceptions.ResourceNotFoundException:
        return {}
    # The last line on a message is that of its last try.
    return dict(found for line in lines if (found := _read(line)))


def _begun(message: Message) -> int:
    """The earliest time that a message can have been received, in milliseconds since 1970."""
    # A FIFO dead-letter queue resets the timestamp; before, the message was in its source queue.
    waited = FOUR_DAYS if "MessageGroupId" in message.system else timedelta()
    return int((message.sent - waited).timestamp() * 1000)


def _read(line: str) -> tuple[str, Cause] | None:
    try:
        written: Any = json.loads(line)
        if written["outcome"] != FAILED:
            return None
        trace = written.get("stack_trace") or {}
        words = str(trace.get("value") or "").strip()
        return written["message_id"], Cause(written["error_type"], words.partition("\n")[0])
    except (ValueError, KeyError, TypeError):
        return None
