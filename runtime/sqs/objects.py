"""Objects: the consumer of a queue that receives the notifications of an S3 bucket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from runtime.observability import LambdaHandler
from runtime.sqs.batch import SqsMessage
from runtime.sqs.handler import Decoded, sqs_handler


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """An object that was created in a bucket, and the Lambda context; ``size`` is in bytes."""

    bucket: str
    key: str
    size: int
    etag: str
    context: Any


def object_consumer(consume: Callable[[StoredObject], None]) -> LambdaHandler:
    """Consume ``ObjectCreated`` notifications, sent to the queue directly or through SNS.

    The decorated function is called once for each object. If it raises, the message is received
    again later, with all the objects that it names.
    """
    return sqs_handler(_decode, consume)


def _decode(message: SqsMessage, context: Any) -> Iterator[Decoded[StoredObject]]:
    for record in _records(json.loads(message.body)):
        stored = _stored_object(record["s3"], context)
        yield Decoded(
            value=stored,
            # The id of the request that created the object.
            correlation_id=record.get("responseElements", {}).get("x-amz-request-id"),
            description={"bucket": stored.bucket, "key": stored.key},
        )


def _records(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The created objects; ``s3:TestEvent``, which S3 sends first, has no records."""
    if body.get("Type") == "Notification":
        body = json.loads(body["Message"])
    records: list[dict[str, Any]] = body.get("Records", [])
    return [record for record in records if record["eventName"].startswith("ObjectCreated:")]


def _stored_object(record: Mapping[str, Any], context: Any) -> StoredObject:
    described = record["object"]
    return StoredObject(
        bucket=record["bucket"]["name"],
        key=unquote_plus(described["key"]),
        size=described["size"],
        etag=described["eTag"],
        context=context,
    )
