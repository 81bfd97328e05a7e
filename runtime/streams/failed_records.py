"""Failed records: records of a stream that its consumer cannot process, in a dead-letter queue.

Lambda's own failure destination gets the position of a record in its shard, which is worthless when
the stream has dropped the record. Here the record itself is kept, as an event, with its error:
``platform redrive`` invokes the function with it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from runtime.clients.aws import client
from runtime.environment import environment
from runtime.redaction import redacted_text

FAILED_RECORDS_QUEUE = environment("FAILED_RECORDS_QUEUE")

# The size that a queue takes by default, attributes included; an item may have 400 KB, and a record
# has it twice.
LONGEST_BODY = 262_144 - 2_048
LONGEST_REASON = 1_000
# What an attribute of a message may not hold:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def keep(record: Mapping[str, Any], error: Exception) -> None:
    """Send a record to the queue, with the type and the text of its error as attributes."""
    words = UNPRINTABLE.sub("?", redacted_text(str(error)))[:LONGEST_REASON].strip()
    reason = {"ERROR_CODE": type(error).__name__, "ERROR_MESSAGE": words}
    client("sqs").send_message(
        QueueUrl=FAILED_RECORDS_QUEUE,
        MessageBody=_body(record),
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value}
            for name, value in reason.items()
            if value
        },
    )


def _body(record: Mapping[str, Any]) -> str:
    """The record as an event; a change of a table without its images if it is too long: its keys
    find the row. A record of Kinesis that is too long is kept without its data.
    """
    whole = json.dumps({"Records": [record]})
    if len(whole.encode()) <= LONGEST_BODY:
        return whole
    short = {
        kind: {name: value for name, value in record[kind].items() if name not in dropped}
        for kind, dropped in (("dynamodb", ("NewImage", "OldImage")), ("kinesis", ("data",)))
        if kind in record
    }
    return json.dumps({"TooLong": [{**record, **short}]})
