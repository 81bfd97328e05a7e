"""CloudFormation: what streams, delivery streams and their logs are called there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Props = dict[str, Any]

DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"

TYPES = {
    "aws:cloudwatch/logStream:LogStream": "AWS::Logs::LogStream",
    "aws:kinesis/stream:Stream": "AWS::Kinesis::Stream",
    "aws:kinesis/streamConsumer:StreamConsumer": "AWS::Kinesis::StreamConsumer",
    DELIVERY: "AWS::KinesisFirehose::DeliveryStream",
}

DESTINATIONS = {
    "extendedS3Configuration": "ExtendedS3DestinationConfiguration",
    "opensearchConfiguration": "AmazonopensearchserviceDestinationConfiguration",
    "redshiftConfiguration": "RedshiftDestinationConfiguration",
}
# Of every destination, and of the bucket of one.
IN_DESTINATION = {
    "bucketArn": "BucketARN",
    "roleArn": "RoleARN",
    "cloudwatchLoggingOptions": "CloudWatchLoggingOptions",
    "clusterJdbcurl": "ClusterJDBCURL",
    "domainArn": "DomainARN",
    "s3BackupMode": "S3BackupMode",
    "s3Configuration": "S3Configuration",
    "s3Configuration.bucketArn": "BucketARN",
    "s3Configuration.roleArn": "RoleARN",
    "s3Configuration.cloudwatchLoggingOptions": "CloudWatchLoggingOptions",
    "secretsManagerConfiguration.roleArn": "RoleARN",
    "secretsManagerConfiguration.secretArn": "SecretARN",
    "dataFormatConversionConfiguration.schemaConfiguration.roleArn": "RoleARN",
}

NAMES: Mapping[str, Mapping[str, str]] = {
    "aws:cloudwatch/logStream:LogStream": {"name": "LogStreamName"},
    "aws:kinesis/stream:Stream": {"retentionPeriod": "RetentionPeriodHours"},
    "aws:kinesis/streamConsumer:StreamConsumer": {
        "name": "ConsumerName",
        "streamArn": "StreamARN",
    },
    DELIVERY: {
        **DESTINATIONS,
        **{
            f"{destination}.{theirs}": ours
            for destination in DESTINATIONS
            for theirs, ours in IN_DESTINATION.items()
        },
        "name": "DeliveryStreamName",
        "kinesisSourceConfiguration": "KinesisStreamSourceConfiguration",
        "kinesisSourceConfiguration.kinesisStreamArn": "KinesisStreamARN",
        "kinesisSourceConfiguration.roleArn": "RoleARN",
        "serverSideEncryption": "DeliveryStreamEncryptionConfigurationInput",
        "serverSideEncryption.keyArn": "KeyARN",
    },
}

DROPPED: Mapping[str, frozenset[str]] = {
    # CloudFormation deletes a stream with its consumers.
    "aws:kinesis/stream:Stream": frozenset({"enforceConsumerDeletion"}),
    # Which of the configurations is there says it.
    DELIVERY: frozenset({"destination"}),
}


def _stream(props: Props) -> Props:
    key = {"KeyId": props.pop("KmsKeyId")} if "KmsKeyId" in props else {}
    kind = props.pop("EncryptionType", "NONE")
    encryption = {"StreamEncryption": {"EncryptionType": kind, **key}} if kind == "KMS" else {}
    return {**props, **encryption}


def _delivery(props: Props) -> Props:
    encryption = props.get("DeliveryStreamEncryptionConfigurationInput", {})
    encryption.pop("Enabled", None)
    for name in DESTINATIONS.values():
        if found := props.get(name):
            _destination(found)
            bucket = found.get("S3Configuration")
            if bucket:
                _buffering(bucket)
    return props


def _destination(found: Props) -> None:
    _buffering(found)
    if "RetryDuration" in found:
        found["RetryOptions"] = {"DurationInSeconds": found.pop("RetryDuration")}
    if "CopyOptions" in found:
        copy = {
            key: found.pop(key)
            for key in ("CopyOptions", "DataTableColumns", "DataTableName")
            if key in found
        }
        found["CopyCommand"] = copy
    conversion = found.get("DataFormatConversionConfiguration")
    if conversion:
        conversion.setdefault("Enabled", True)


def _buffering(found: Props) -> None:
    names = {"BufferingInterval": "IntervalInSeconds", "BufferingSize": "SizeInMBs"}
    hints = {ours: found.pop(theirs) for theirs, ours in names.items() if theirs in found}
    if hints:
        found["BufferingHints"] = hints


SHAPES: Mapping[str, Callable[[Props], Props]] = {
    "aws:kinesis/stream:Stream": _stream,
    DELIVERY: _delivery,
}
