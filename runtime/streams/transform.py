"""Transform: the handler of a delivery stream, which changes, drops or marks each record.

A record that cannot be read, or for which the function raises, is marked ``ProcessingFailed``:
Firehose puts it below the error prefix of its bucket, with the reason, and delivers the others.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from contracts.envelope import correlation_id_of
from runtime.observability import (
    LambdaHandler,
    correlate,
    count_answered_failure,
    invocation,
    logger,
)
from runtime.subjects import log_ids

# What an invocation may answer: https://docs.aws.amazon.com/firehose/latest/dev/limits.html
LONGEST_ANSWER = 6_000_000
# Of a record that is answered, beside its data.
BESIDE_DATA = 300


@dataclass(frozen=True)
class Delivered:
    """A record as it is to be delivered; ``partitions`` are the keys of its folder, as texts."""

    row: Mapping[str, Any]
    partitions: Mapping[str, str] = field(default_factory=dict)


class AnswerTooLong(Exception):
    """The records before this one fill what an invocation may answer."""


# Gets a record of JSON; None drops it, an exception marks it.
Transform: TypeAlias = Callable[[Any], Delivered | None]


def delivery_transform(transform: Transform) -> LambdaHandler:
    """The handler that Firehose invokes with a batch of records; each gets its own result."""

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            answers, ids, room = [], [], LONGEST_ANSWER
            for record in event["records"]:
                answer = _answer(transform, record, room)
                ids.append(logger.get_correlation_id())
                room -= len(answer.get("data", "")) + BESIDE_DATA
                answers.append(answer)
            if any(answer["result"] == "ProcessingFailed" for answer in answers):
                count_answered_failure(context)
            log_ids("records transformed", ids)
        return {"records": answers}

    return handle


def _answer(transform: Transform, record: Mapping[str, Any], room: int) -> dict[str, Any]:
    given = {"recordId": record["recordId"]}
    logger.set_correlation_id(None)
    try:
        data = json.loads(base64.b64decode(record["data"]))
        correlate(correlation_id_of(data))
        delivered = transform(data)
        if delivered is None:
            return {**given, "result": "Dropped"}
        row = base64.b64encode(json.dumps(delivered.row).encode()).decode()
        if len(row) + BESIDE_DATA > room:
            raise AnswerTooLong(f"{len(row)} bytes do not fit into the {room} that are left")
    except Exception as error:
        name = type(error).__name__
        logger.exception("record failed", record_id=record["recordId"], error_type=name)
        return {**given, "result": "ProcessingFailed", "data": record["data"]}
    metadata = {"metadata": {"partitionKeys": dict(delivered.partitions)}}
    return {
        **given,
        "result": "Ok",
        "data": row,
        **(metadata if delivered.partitions else {}),
    }
