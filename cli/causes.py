"""Causes: why messages died, as the log of the function that gave them up says it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cli.account import Account
from cli.dead_letter_queue import DeadLetterQueue
from cli.letters import Letter

# The line that the runtime logs for every failed message has this outcome.
FAILED = "failed"
FAILED_MESSAGES = f'{{ $.outcome = "{FAILED}" }}'
# As long as a queue keeps a message that nobody handles.
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
    """The function that works on a queue."""

    function: str
    log_group: str


def consumer_of(account: Account, queue: DeadLetterQueue) -> Consumer | None:
    """Who works on the messages that end in this queue; None if nobody does."""
    if queue.source is None:
        return None
    client = account.client("lambda")
    mappings = client.list_event_source_mappings(EventSourceArn=queue.source.arn)
    for mapping in mappings["EventSourceMappings"]:
        asked = client.get_function_configuration(FunctionName=mapping["FunctionArn"])
        default = f"/aws/lambda/{asked['FunctionName']}"
        group = asked.get("LoggingConfig", {}).get("LogGroup", default)
        return Consumer(asked["FunctionName"], group)
    return None


def causes_of(
    account: Account, consumer: Consumer | None, letters: Sequence[Letter]
) -> dict[str, Cause]:
    """The cause of each letter's death, by its id."""
    logged = _logged(account, consumer, letters) if consumer and letters else {}
    return {letter.id: logged.get(letter.id) or _undelivered(letter) for letter in letters}


def _undelivered(letter: Letter) -> Cause:
    """What a bus or a schedule could not deliver never met a function; they say why themselves."""
    code = letter.attributes.get("ERROR_CODE", {}).get("StringValue")
    if not code:
        return UNKNOWN
    return Cause(code, letter.attributes.get("ERROR_MESSAGE", {}).get("StringValue", ""))


def _logged(account: Account, consumer: Consumer, letters: Iterable[Letter]) -> dict[str, Cause]:
    logs = account.client("logs")
    since = min(_begun(letter) for letter in letters)
    try:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=consumer.log_group, startTime=since, filterPattern=FAILED_MESSAGES
        )
        lines = [event["message"] for page in pages for event in page["events"]]
    except logs.exceptions.ResourceNotFoundException:
        return {}
    # The last line on a message says why it was given up.
    return dict(found for line in lines if (found := _read(line)))


def _begun(letter: Letter) -> int:
    """Since when a letter may have been worked on: milliseconds."""
    # Into a FIFO queue of dead letters it is sent anew; before, it was in its source.
    waited = FOUR_DAYS if "MessageGroupId" in letter.system else timedelta()
    return int((letter.sent - waited).timestamp() * 1000)


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
