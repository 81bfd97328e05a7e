"""Emulator batches: partial batch responses of streams, which the emulator ignores.

It would take a batch for done whose response names a record to go on at, and drop the rest. Here
such an invocation counts as failed, so that the emulator delivers the batch again; the function
then gets what is left of it, as from Lambda.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Invoke: TypeAlias = Callable[[Any, Mapping[str, Any]], dict[str, Any]]

STREAMS = ("aws:dynamodb", "aws:kinesis")


def honoured(invoke: Invoke) -> Invoke:
    """The emulator's way to invoke a function, with partial batch responses of streams."""
    resumed: dict[tuple[str, str, str], str] = {}

    def wrapped(function: Any, event: Mapping[str, Any]) -> dict[str, Any]:
        records = event.get("Records") if isinstance(event, Mapping) else None
        if not records or records[0].get("eventSource") not in STREAMS:
            return invoke(function, event)
        place = _place(function, records[0])
        left = _from(records, resumed.get(place))
        result = invoke(function, {**event, "Records": left})
        resume_at = None if result.get("error") else _resume_at(result.get("body"), left)
        if resume_at is None:
            if not result.get("error"):
                resumed.pop(place, None)
            return result
        resumed[place] = resume_at
        failure = {"errorType": "PartialBatch", "errorMessage": f"to go on at {resume_at}"}
        return {**result, "error": True, "body": failure}

    return wrapped


def _place(function: Any, record: Mapping[str, Any]) -> tuple[str, str, str]:
    """The function, the stream and, of Kinesis, the shard."""
    shard = record["eventID"].partition(":")[0] if "kinesis" in record else ""
    configuration = function.get("config") or function
    return str(configuration.get("FunctionArn")), record["eventSourceARN"], shard


def _number(record: Mapping[str, Any]) -> str:
    if "kinesis" in record:
        return str(record["kinesis"]["sequenceNumber"])
    return str(record["dynamodb"]["SequenceNumber"])


def _from(records: Sequence[Any], number: str | None) -> Sequence[Any]:
    """The records from a sequence number on; all of them if it is not among them."""
    places = [place for place, record in enumerate(records) if _number(record) == number]
    return records[places[0] :] if places else records


def _resume_at(answer: Any, records: Sequence[Any]) -> str | None:
    """The first record in the response, in the order of the batch; None if all are done.

    Lambda takes a response that names an unknown record for one that names the first.
    """
    content = json.loads(answer) if isinstance(answer, str) and "batchItem" in answer else answer
    failures = content.get("batchItemFailures") if isinstance(content, Mapping) else None
    if not failures:
        return None
    named = [each.get("itemIdentifier") for each in failures]
    numbers = [_number(record) for record in records]
    return next((number for number in numbers if number in named), numbers[0])
