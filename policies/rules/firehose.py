"""Amazon Data Firehose: encryption of records on their way, and what becomes of those that fail."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import kinesis
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/firehose/latest/dev"

# The configurations of the destinations, which log each by itself.
DESTINATIONS = (
    "extendedS3Configuration",
    "httpEndpointConfiguration",
    "icebergConfiguration",
    "opensearchConfiguration",
    "opensearchserverlessConfiguration",
    "redshiftConfiguration",
    "snowflakeConfiguration",
    "splunkConfiguration",
)
# Of a source that is a stream, the stream encrypts the records.
SOURCES = ("kinesisSourceConfiguration", "mskSourceConfiguration")


@rule(
    "firehose-delivery-stream-encrypted",
    "A delivery stream encrypts the records that are put into it",
    about=kinesis.FirehoseDeliveryStream,
    severity=Severity.HIGH,
    remedy="Set server_side_encryption.enabled to True",
    documentation=f"{GUIDE}/encryption.html",
)
def delivery_stream_is_encrypted(delivery: Resource) -> Iterator[str]:
    """Firehose does not encrypt records by itself while it buffers them, for up to a day if their
    destination does not take them."""
    if any(delivery.has(source) for source in SOURCES):
        return
    if not delivery.get("serverSideEncryption.enabled"):
        yield "records that are put into it are not encrypted"


@rule(
    "firehose-delivery-stream-error-log",
    "A delivery stream logs what it cannot deliver",
    about=kinesis.FirehoseDeliveryStream,
    severity=Severity.MEDIUM,
    remedy="Set enabled, log_group_name and log_stream_name of cloudwatch_logging_options of its "
    "destination",
    documentation=f"{GUIDE}/monitoring-with-cloudwatch-logs.html",
)
def delivery_stream_logs_errors(delivery: Resource) -> Iterator[str]:
    """Without the log nothing says why a destination refuses records."""
    for name in DESTINATIONS:
        if not delivery.has(name):
            continue
        options = f"{name}.cloudwatchLoggingOptions"
        named = delivery.has(f"{options}.logGroupName") and delivery.has(f"{options}.logStreamName")
        if not (delivery.get(f"{options}.enabled") and named):
            yield f"{name} logs no errors"


RULES = (delivery_stream_is_encrypted, delivery_stream_logs_errors)
