"""Kinesis: the records of each stream, in the order in which they were put."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.fakes.parameters import check

RECORDS_PER_CALL, BYTES_PER_CALL = 500, 5 * 1024 * 1024


class Shards:
    """Streams of one shard each; the next ``rejections`` records are rejected.

    ``calls`` is how many records each call had.
    """

    def __init__(self) -> None:
        self.put: list[dict[str, Any]] = []
        self.calls: list[int] = []
        self.rejections = 0

    def put_records(self, **call: Any) -> dict[str, Any]:
        check("kinesis", "PutRecords", call)
        records = call["Records"]
        assert 1 <= len(records) <= RECORDS_PER_CALL, "PutRecords takes 1 to 500 records"
        assert sum(map(_size, records)) <= BYTES_PER_CALL, "PutRecords takes 5 MB"
        self.calls.append(len(records))
        results = [self._take(call["StreamName"], record) for record in records]
        failed = sum("ErrorCode" in result for result in results)
        return {"FailedRecordCount": failed, "Records": results}

    def _take(self, stream: str, record: dict[str, Any]) -> dict[str, Any]:
        if self.rejections:
            self.rejections -= 1
            return {"ErrorCode": "ProvisionedThroughputExceededException", "ErrorMessage": "slow"}
        self.put.append({"StreamName": stream, **record})
        return {"SequenceNumber": str(len(self.put)), "ShardId": "shard-0"}

    def values(self) -> list[Any]:
        """What was put, decoded."""
        return [json.loads(record["Data"]) for record in self.put]

    def event(self, *more: bytes, start: int = 0) -> dict[str, Any]:
        """Lambda's event with the records from a place on, and ``more`` that somehow got there."""
        datas = [*(record["Data"] for record in self.put), *more]
        return {
            "Records": [
                {
                    "eventID": f"shard-0:{number}",
                    "eventSource": "aws:kinesis",
                    "kinesis": {
                        "partitionKey": "ann",
                        "sequenceNumber": str(number),
                        "data": base64.b64encode(data).decode(),
                    },
                }
                for number, data in enumerate(datas[start:], start + 1)
            ]
        }


def _size(record: dict[str, Any]) -> int:
    return len(record["Data"]) + len(record["PartitionKey"].encode())
