"""Firehose: delivery streams into a bucket, which stands for the destinations behind it."""

from __future__ import annotations

from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.shapes import call
from local.provider.wire import Props

S3 = "extendedS3Configuration"
SOURCE = "kinesisSourceConfiguration"
ENCRYPTION = "serverSideEncryption"
INTO_S3 = frozenset(
    {
        "bucketArn",
        "bufferingInterval",
        "bufferingSize",
        "cloudwatchLoggingOptions",
        "compressionFormat",
        "dataFormatConversionConfiguration",
        "dynamicPartitioningConfiguration",
        "errorOutputPrefix",
        "prefix",
        "processingConfiguration",
        "roleArn",
    }
)


# What may be behind the bucket: of each destination what a program may say, most of which only AWS
# heeds.
COMMON = frozenset(
    {
        "cloudwatchLoggingOptions",
        "processingConfiguration",
        "retryDuration",
        "roleArn",
        "s3BackupMode",
        "s3Configuration",
    }
)
BEHIND = {
    "opensearchConfiguration": COMMON
    | {"bufferingInterval", "bufferingSize", "domainArn", "indexName", "indexRotationPeriod"},
    "redshiftConfiguration": COMMON
    | {
        "clusterJdbcurl",
        "copyOptions",
        "dataTableColumns",
        "dataTableName",
        "secretsManagerConfiguration",
    },
}


def behind(props: Props) -> str | None:
    """The configuration of the destination behind the bucket, by its name."""
    return next((name for name in BEHIND if props.get(name)), None)


def destination(props: Props) -> Props:
    """The bucket and what is done on the way, in the words of the API. What a bucket keeps for
    another destination is put there; the emulator has no others.
    """
    other = behind(props)
    given = dict(props.get(S3) or {}) if other is None else into_bucket(props[other])
    hints = {
        "sizeInMBs": given.pop("bufferingSize", 5),
        "intervalInSeconds": given.pop("bufferingInterval", 300),
    }
    partitions = dict(given.pop("dynamicPartitioningConfiguration", None) or {})
    if seconds := partitions.pop("retryDuration", None):
        partitions["retryOptions"] = {"durationInSeconds": seconds}
    named = {"dynamicPartitioningConfiguration": partitions} if partitions else {}
    return {**given, "bufferingHints": hints, **named}


def into_bucket(configuration: Props) -> Props:
    """The bucket of another destination, with the steps on the way to that."""
    steps = configuration.get("processingConfiguration")
    return {
        **configuration["s3Configuration"],
        **({"processingConfiguration": steps} if steps else {}),
    }


def create_stream(cloud: Cloud, props: Props) -> str:
    request: Props = {
        "deliveryStreamName": props["name"],
        "extendedS3DestinationConfiguration": destination(props),
        "deliveryStreamType": "KinesisStreamAsSource" if props.get(SOURCE) else "DirectPut",
    }
    if source := props.get(SOURCE):
        request["kinesisStreamSourceConfiguration"] = source
    if encryption := encryption_of(props):
        request["deliveryStreamEncryptionConfigurationInput"] = encryption
    if given := tags.tags_of(props):
        request["tags"] = tags.as_pairs(given)
    call(cloud.client("firehose"), "CreateDeliveryStream", request)
    return str(cloud.arn("firehose", f"deliverystream/{props['name']}"))


def encryption_of(props: Props) -> Props | None:
    """How records are encrypted on their way; None if they are not."""
    given = props.get(ENCRYPTION) or {}
    if not given.get("enabled"):
        return None
    key = {"keyArn": given["keyArn"]} if given.get("keyArn") else {}
    return {"keyType": given.get("keyType", "AWS_OWNED_CMK"), **key}


def name_in(arn: str) -> str:
    return arn.rpartition("/")[2]


def described(cloud: Cloud, arn: str) -> Any:
    seen = cloud.client("firehose").describe_delivery_stream(DeliveryStreamName=name_in(arn))
    return seen["DeliveryStreamDescription"]


def read_stream(cloud: Cloud, arn: str, props: Props) -> Props:
    found = described(cloud, arn)
    return {
        "arn": found["DeliveryStreamARN"],
        "name": found["DeliveryStreamName"],
        "destination": props["destination"],
        "destinationId": found["Destinations"][0]["DestinationId"],
        "versionId": found["VersionId"],
    }


def update_stream(cloud: Cloud, arn: str, change: Change) -> None:
    firehose, name = cloud.client("firehose"), name_in(arn)
    if change.touches(S3, *BEHIND):
        found = described(cloud, arn)
        request = {
            "deliveryStreamName": name,
            "currentDeliveryStreamVersionId": found["VersionId"],
            "destinationId": found["Destinations"][0]["DestinationId"],
            "extendedS3DestinationUpdate": destination(change.new),
        }
        call(firehose, "UpdateDestination", request)
    if change.touches(ENCRYPTION):
        if encryption := encryption_of(change.new):
            request = {
                "deliveryStreamName": name,
                "deliveryStreamEncryptionConfigurationInput": encryption,
            }
            call(firehose, "StartDeliveryStreamEncryption", request)
        else:
            firehose.stop_delivery_stream_encryption(DeliveryStreamName=name)
    if gone := tags.to_remove(change):
        firehose.untag_delivery_stream(DeliveryStreamName=name, TagKeys=gone)
    if fresh := tags.to_set(change):
        firehose.tag_delivery_stream(DeliveryStreamName=name, Tags=tags.as_pairs(fresh))


TYPES = (
    ResourceType(
        token="aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        inputs=frozenset({"name", "destination", S3, SOURCE, ENCRYPTION, *BEHIND}),
        required=frozenset({"destination"}),
        outputs=frozenset({"arn", "destinationId", "versionId"}),
        replace_on=frozenset({"name", "destination", SOURCE}),
        naming=Naming(limit=64),
        blocks={
            S3: INTO_S3,
            SOURCE: frozenset({"kinesisStreamArn", "roleArn"}),
            ENCRYPTION: frozenset({"enabled", "keyArn", "keyType"}),
            **BEHIND,
        },
        unread=frozenset({S3, SOURCE, ENCRYPTION, *BEHIND}),
        volatile=frozenset({"versionId"}),
        taggable=True,
        create=create_stream,
        find=lambda cloud, identity: str(
            described(cloud, f"x/{identity['name']}")["DeliveryStreamARN"]
        ),
        read=read_stream,
        update=update_stream,
        delete=lambda cloud, arn, props: cloud.client("firehose").delete_delivery_stream(
            DeliveryStreamName=name_in(arn)
        ),
    ),
)
