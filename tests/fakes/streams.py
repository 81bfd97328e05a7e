"""Streams of tables: each change once and in order, in the form of Lambda's events."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

Item = dict[str, Any]
Record = dict[str, Any]

ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/{}/stream/2026-01-01T00:00:00.000"


class Streams:
    """The stream records of each table; a write that changes nothing has none."""

    def __init__(self) -> None:
        self.records: dict[str, list[Record]] = defaultdict(list)

    def record(self, table: str, keys: Item, before: Item | None, after: Item | None) -> None:
        """Add the record of a write."""
        if before == after:
            return
        records = self.records[table]
        images = {"OldImage": before, "NewImage": after}
        records.append(
            {
                "eventID": f"{table}-{len(records) + 1}",
                "eventName": _name(before, after),
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-west-1",
                "eventSourceARN": ARN.format(table),
                "dynamodb": {
                    "Keys": keys,
                    "SequenceNumber": f"{len(records) + 1:021}",
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                    **{name: image for name, image in images.items() if image is not None},
                },
            }
        )


def _name(before: Item | None, after: Item | None) -> str:
    if before is None:
        return "INSERT"
    return "MODIFY" if after is not None else "REMOVE"
