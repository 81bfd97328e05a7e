"""Objects: makes a function of one stored object into what a bucket's notifications start."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from runtime.observability import LambdaHandler, correlate, logger
from runtime.sqs.batch import process_batch
from runtime.sqs.sqs_message import SqsMessage


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """An object that has been stored; ``context`` knows how much time is left to work on it."""

    bucket: str
    key: str
    size: int
    etag: str
    context: Any


def object_consumer(work: Callable[[StoredObject], None]) -> LambdaHandler:
    """Work on each object that is named in a message; what raises comes back later."""

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        def on_delivery(delivery: SqsMessage) -> None:
            for record in _records(json.loads(delivery.body)):
                file = _stored(record["s3"], context)
                correlate(record.get("responseElements", {}).get("x-amz-request-id"))
                work(file)
                logger.info("handled", bucket=file.bucket, key=file.key)

        return process_batch(event, context, on_delivery)

    return handle


def _records(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a bucket says, as a topic hands it on; its greeting, ``s3:TestEvent``, is no record."""
    if body.get("Type") == "Notification":
        body = json.loads(body["Message"])
    records: list[dict[str, Any]] = body.get("Records", [])
    return [record for record in records if record["eventName"].startswith("ObjectCreated:")]


def _stored(record: Mapping[str, Any], context: Any) -> StoredObject:
    file = record["object"]
    return StoredObject(
        bucket=record["bucket"]["name"],
        key=unquote_plus(file["key"]),
        size=file["size"],
        etag=file["eTag"],
        context=context,
    )
