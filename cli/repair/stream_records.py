"""Stream records: the messages in the dead-letter queue of a stream, processed again.

Such a message is a record that the consumer kept, with its error, or the position of a batch that
Lambda gave up. The function is invoked with the records, one at a time. A change of a table that
fails again is published from the table: with the row as it is now, which may have been mended.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cli.repair.causes import Consumer
from cli.repair.held_messages import Message
from cli.repair.stream_position import Position
from cli.stage.account import Account

Record = Mapping[str, Any]


class FailedAgain(Exception):
    """A record cannot be processed now either; ``error`` is the name of the failure."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(kw_only=True)
class StreamRecords:
    """Processes the messages of one dead-letter queue by the function whose records they are."""

    account: Account
    consumer: Consumer
    # The bad image of each row that was published from the table, by the row's name: the change
    # that mended it starts from there, and is part of what was published.
    _mended: dict[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> str:
        return self.consumer.function

    def in_order(self, messages: list[Message]) -> list[Message]:
        """Messages in the order of their records."""
        return sorted(messages, key=lambda message: [_number(r) for r in _kept(message)])

    def move(self, message: Message) -> str:
        """Process the records of a message; returns their ids, raises ``FailedAgain``."""
        records = [*_kept(message), *self._read_again(message)]
        if not records:
            raise FailedAgain("NoRecords")
        for record in records:
            self._process(record)
        return ", ".join(str(record.get("eventID")) for record in records)

    def _read_again(self, message: Message) -> Iterator[Record]:
        position = Position.of(message.body)
        if position is not None:
            yield from position.records(self.account)

    def _process(self, record: Record) -> None:
        change = record.get("dynamodb")
        name = _row(record)
        if change and name in self._mended and self._mended[name] == change.get("OldImage"):
            self._mended[name] = change.get("NewImage")
            return
        error = self._invoke(record) if _is_whole(record) else "TooLong"
        if error is None:
            return
        row = self._row_now(record) if change else None
        if row is None or _is_from_unknown(record) or self._invoke(_with(record, row)):
            raise FailedAgain(error)
        self._mended[name] = (change or {}).get("NewImage")

    def _invoke(self, record: Record) -> str | None:
        """Have the function process one record; the name of the error, None if it is done."""
        event = {"Records": [record], "redrive": True}
        answer = self.account.client("lambda").invoke(
            FunctionName=self.consumer.function,
            Payload=json.dumps(event, default=_base64).encode(),
        )
        result = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            return str((result or {}).get("errorType", answer["FunctionError"]))
        is_left = isinstance(result, dict) and result.get("batchItemFailures")
        return "NotProcessed" if is_left else None

    def _row_now(self, record: Record) -> Mapping[str, Any] | None:
        """The row of a change, in DynamoDB's form; None if it is gone."""
        table = record["eventSourceARN"].split(":table/")[1].split("/")[0]
        found = self.account.client("dynamodb").get_item(
            TableName=table, Key=record["dynamodb"]["Keys"], ConsistentRead=True
        )
        return found.get("Item")  # type: ignore[no-any-return]


def _base64(value: bytes) -> str:
    """A binary attribute, as Lambda's events have it."""
    return base64.b64encode(value).decode()


def _kept(message: Message) -> list[Record]:
    """The records that the consumer kept; none in a message of Lambda's."""
    content = json.loads(message.body)
    return [*content.get("Records", ()), *content.get("TooLong", ())]


def _number(record: Record) -> int:
    place = record.get("kinesis") or record["dynamodb"]
    return int(place.get("sequenceNumber") or place["SequenceNumber"])


def _row(record: Record) -> str:
    keys = (record.get("dynamodb") or {}).get("Keys")
    return f"{record.get('eventSourceARN')} {json.dumps(keys, sort_keys=True)}"


def _is_whole(record: Record) -> bool:
    """Whether it is as it was in the stream; one that was too long has lost its content."""
    if "kinesis" in record:
        return "data" in record["kinesis"]
    return bool({"OldImage", "NewImage"} & record["dynamodb"].keys())


def _is_from_unknown(record: Record) -> bool:
    """Whether the row before the change was not kept: what the change was cannot be said then."""
    return record.get("eventName") != "INSERT" and "OldImage" not in record["dynamodb"]


def _with(record: Record, row: Mapping[str, Any]) -> Record:
    return {**record, "dynamodb": {**record["dynamodb"], "NewImage": row}}
