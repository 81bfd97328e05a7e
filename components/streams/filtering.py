"""Filtering: at which keys of a record a pattern may begin, which differs between streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

OF_ALL = frozenset({"awsRegion", "eventID", "eventName", "eventSource", "eventSourceARN"})
# https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
OF_TABLES = OF_ALL | {"dynamodb", "eventVersion", "userIdentity"}
# https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
OF_KINESIS = OF_ALL | {
    "approximateArrivalTimestamp",
    "data",
    "eventVersion",
    "invokeIdentityArn",
    "kinesisSchemaVersion",
    "partitionKey",
    "sequenceNumber",
}


def check(filters: Sequence[Mapping[str, Any]], *, is_kinesis: bool) -> None:
    """Raise ``ValueError`` for a pattern that no record of the stream matches."""
    known = OF_KINESIS if is_kinesis else OF_TABLES
    nested = "data" if is_kinesis else "dynamodb.NewImage"
    for pattern in filters:
        if unknown := sorted(set(pattern) - known - {"$or"}):
            raise ValueError(
                f"a filter must begin at a key of the record, got {', '.join(unknown)}; what was "
                f"written is in {nested}"
            )
