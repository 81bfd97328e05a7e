"""Failed records: the changes of a table that its consumer cannot process, in a dead-letter queue.

Lambda's own failure destination gets the position of a record in its shard, which is worthless when
the stream has dropped the record after a day. Here the record itself is kept, as an event: the
function can be invoked with it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment

FAILED_RECORDS_QUEUE = environment("FAILED_RECORDS_QUEUE")

# The size that a queue takes by default; an item may have 400 KB, and a record has it twice.
LONGEST_BODY = 262_144


def keep(failed: Iterable[tuple[Mapping[str, Any], Exception]]) -> None:
    """Send each record to the queue, with the type of its error as an attribute."""
    for record, error in failed:
        client("sqs").send_message(
            QueueUrl=FAILED_RECORDS_QUEUE,
            MessageBody=_body(record),
            MessageAttributes={
                "ERROR_CODE": {"DataType": "String", "StringValue": type(error).__name__}
            },
        )


def _body(record: Mapping[str, Any]) -> str:
    """The record as an event; without its images if it is too long: the keys find the item."""
    whole = json.dumps({"Records": [record]})
    if len(whole.encode()) <= LONGEST_BODY:
        return whole
    images = {name: record["dynamodb"][name] for name in ("Keys", "SequenceNumber")}
    return json.dumps({"TooLong": [{**record, "dynamodb": images}]})
