"""Amazon Kinesis Data Streams: encryption of what is in a stream."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import kinesis
from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "kinesis-stream-encrypted",
    "A stream is encrypted",
    about=kinesis.Stream,
    severity=Severity.HIGH,
    remedy="Set encryption_type to KMS, and kms_key_id to alias/aws/kinesis or a key of your own",
    documentation="https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html",
)
def stream_is_encrypted(stream: Resource) -> Iterator[str]:
    """Kinesis does not encrypt records by itself, and keeps them for a day to a year."""
    if stream.get("encryptionType") != "KMS":
        yield "its records are not encrypted"
    elif not stream.has("kmsKeyId"):
        yield "encrypted with KMS, and no key is named"


RULES = (stream_is_encrypted,)
