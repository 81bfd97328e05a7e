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
    """An object that was created in a bucket, and the Lambda context; ``size`` is in bytes.

    ``version`` is that of a versioned bucket. Of two events of one key the later one has the
    greater ``sequencer``, compared with ``is_later``.
    """

    bucket: str
    key: str
    size: int
    etag: str
    version: str | None
    sequencer: str
    context: Any

    @property
    def event_id(self) -> str:
        """What is the same in every delivery of one event, and in that of no other."""
        return f"{self.bucket}/{self.key}?{self.version or ''}#{self.sequencer}"


def is_later(sequencer: str, than: str) -> bool:
    """Whether the event of one sequencer is later than that of another, of the same key.

    They are hexadecimal numbers of different lengths, of which the shorter is filled with zeros
    on the right: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    length = max(len(sequencer), len(than))
    return sequencer.ljust(length, "0").upper() > than.ljust(length, "0").upper()


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
        version=described.get("versionId"),
        sequencer=described.get("sequencer", ""),
        context=context,
    )
