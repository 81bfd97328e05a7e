"""Stream position: where a batch is that Lambda gave up, and the records that are still there.

A table's stream keeps records for a day, one of Kinesis for its retention period; then the position
is worth nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from cli.stage.account import Account

# How Lambda describes the batch, by the client that reads it:
# https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
DESCRIPTIONS = {"DDBStreamBatchInfo": "dynamodbstreams", "KinesisBatchInfo": "kinesis"}

# The errors for a place that a stream does not have any more, or the shard that it was in.
DROPPED = ("TrimmedDataAccessException", "ResourceNotFoundException", "InvalidArgumentException")


@dataclass(frozen=True, kw_only=True)
class Position:
    """The records of a shard from the sequence number ``first`` to ``last``."""

    service: str
    stream: str
    shard: str
    first: str
    last: str

    @classmethod
    def of(cls, body: str) -> Position | None:
        """The position in a message of Lambda's; None for any other message."""
        content = json.loads(body)
        for name, service in DESCRIPTIONS.items():
            if found := content.get(name):
                return cls(
                    service=service,
                    stream=found["streamArn"],
                    shard=found["shardId"],
                    first=found["startSequenceNumber"],
                    last=found["endSequenceNumber"],
                )
        return None

    def records(self, account: Account) -> Iterator[Mapping[str, Any]]:
        """The records, in the form of Lambda's events; none that the stream has dropped."""
        client, where = account.client(self.service), {"StreamARN": self.stream}
        if self.service == "dynamodbstreams":
            where = {"StreamArn": self.stream}
        try:
            answer = client.get_shard_iterator(
                **where,
                ShardId=self.shard,
                ShardIteratorType="AT_SEQUENCE_NUMBER",
                StartingSequenceNumber=self.first,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in DROPPED:
                return
            raise
        iterator: str | None = answer["ShardIterator"]
        while iterator:
            page = client.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                event = self._event(record)
                place = event.get("kinesis") or event["dynamodb"]
                number = place.get("sequenceNumber") or place["SequenceNumber"]
                if int(number) > int(self.last):
                    return
                yield event
                if int(number) == int(self.last):
                    return
            iterator = page.get("NextShardIterator") if page["Records"] else None

    def _event(self, record: Mapping[str, Any]) -> dict[str, Any]:
        if self.service == "dynamodbstreams":
            change = dict(record["dynamodb"])
            if "ApproximateCreationDateTime" in change:
                change["ApproximateCreationDateTime"] = change[
                    "ApproximateCreationDateTime"
                ].timestamp()
            return {**record, "dynamodb": change, "eventSourceARN": self.stream}
        return {
            "eventID": f"{self.shard}:{record['SequenceNumber']}",
            "eventSource": "aws:kinesis",
            "eventName": "aws:kinesis:record",
            "eventSourceARN": self.stream,
            "kinesis": {
                "partitionKey": record["PartitionKey"],
                "sequenceNumber": record["SequenceNumber"],
                "data": base64.b64encode(record["Data"]).decode(),
                "approximateArrivalTimestamp": record["ApproximateArrivalTimestamp"].timestamp(),
            },
        }
