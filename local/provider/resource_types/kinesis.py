"""Kinesis: data streams, and consumers with a throughput of their own."""

from __future__ import annotations

from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

PROVISIONED = "PROVISIONED"
# What AWS gives to a stream on demand at first.
ON_DEMAND_SHARDS = 4
HOURS = 24
# The key of AWS itself.
MANAGED_KEY = "alias/aws/kinesis"


def mode_of(props: Props) -> str:
    return str((props.get("streamModeDetails") or {}).get("streamMode", PROVISIONED))


def shards_of(props: Props) -> int:
    return int(props.get("shardCount") or (1 if mode_of(props) == PROVISIONED else 0))


def create_stream(cloud: Cloud, props: Props) -> str:
    kinesis, name = cloud.client("kinesis"), props["name"]
    shards = shards_of(props) or ON_DEMAND_SHARDS
    kinesis.create_stream(
        StreamName=name, ShardCount=shards, StreamModeDetails={"StreamMode": mode_of(props)}
    )
    return str(name)


def settle_stream(cloud: Cloud, name: str, props: Props) -> None:
    kinesis = cloud.client("kinesis")
    keep_for(kinesis, name, HOURS, props)
    encrypt(kinesis, name, props)
    if given := tags.tags_of(props):
        kinesis.add_tags_to_stream(StreamName=name, Tags=given)


def keep_for(kinesis: Any, name: str, before: int, props: Props) -> None:
    hours = int(props.get("retentionPeriod", HOURS))
    if hours != before:
        longer = hours > before
        change = (
            kinesis.increase_stream_retention_period
            if longer
            else kinesis.decrease_stream_retention_period
        )
        change(StreamName=name, RetentionPeriodHours=hours)


def encrypt(kinesis: Any, name: str, props: Props) -> None:
    if props.get("encryptionType") == "KMS":
        kinesis.start_stream_encryption(
            StreamName=name, EncryptionType="KMS", KeyId=props.get("kmsKeyId", MANAGED_KEY)
        )


def read_stream(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("kinesis").describe_stream_summary(StreamName=name)
    found = seen["StreamDescriptionSummary"]
    mode = found["StreamModeDetails"]["StreamMode"]
    key = {"kmsKeyId": found["KeyId"]} if found.get("KeyId") else {}
    shards = {"shardCount": found["OpenShardCount"]} if mode == PROVISIONED else {}
    return {
        "arn": found["StreamARN"],
        "name": name,
        "encryptionType": found["EncryptionType"],
        "retentionPeriod": found["RetentionPeriodHours"],
        "streamModeDetails": {"streamMode": mode},
        **key,
        **shards,
    }


def update_stream(cloud: Cloud, name: str, change: Change) -> None:
    kinesis, old, new = cloud.client("kinesis"), change.old, change.new
    arn = cloud.arn("kinesis", f"stream/{name}")
    if mode_of(old) != mode_of(new):
        kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": mode_of(new)})
    if mode_of(new) == PROVISIONED and shards_of(old) != shards_of(new):
        kinesis.update_shard_count(
            StreamName=name, TargetShardCount=shards_of(new), ScalingType="UNIFORM_SCALING"
        )
    keep_for(kinesis, name, int(old.get("retentionPeriod", HOURS)), new)
    if change.touches("encryptionType", "kmsKeyId"):
        if new.get("encryptionType") != "KMS":
            kinesis.stop_stream_encryption(
                StreamName=name, EncryptionType="KMS", KeyId=old.get("kmsKeyId", MANAGED_KEY)
            )
        encrypt(kinesis, name, new)
    if gone := tags.to_remove(change):
        kinesis.remove_tags_from_stream(StreamName=name, TagKeys=gone)
    if fresh := tags.to_set(change):
        kinesis.add_tags_to_stream(StreamName=name, Tags=fresh)


def delete_stream(cloud: Cloud, name: str, props: Props) -> None:
    cloud.client("kinesis").delete_stream(StreamName=name, EnforceConsumerDeletion=True)


def create_consumer(cloud: Cloud, props: Props) -> str:
    given = tags.tags_of(props)
    made = cloud.client("kinesis").register_stream_consumer(
        StreamARN=props["streamArn"],
        ConsumerName=props["name"],
        **({"Tags": given} if given else {}),
    )
    return str(made["Consumer"]["ConsumerARN"])


def find_consumer(cloud: Cloud, identity: Props) -> str:
    found = cloud.client("kinesis").describe_stream_consumer(
        StreamARN=identity["streamArn"], ConsumerName=identity["name"]
    )
    return str(found["ConsumerDescription"]["ConsumerARN"])


def read_consumer(cloud: Cloud, arn: str, props: Props) -> Props:
    seen = cloud.client("kinesis").describe_stream_consumer(ConsumerARN=arn)
    found = seen["ConsumerDescription"]
    return {
        "arn": arn,
        "name": found["ConsumerName"],
        "streamArn": found["StreamARN"],
        "creationTimestamp": found["ConsumerCreationTimestamp"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


TYPES = (
    ResourceType(
        token="aws:kinesis/stream:Stream",
        inputs=frozenset(
            {
                "name",
                "encryptionType",
                "kmsKeyId",
                "retentionPeriod",
                "shardCount",
                "streamModeDetails",
            }
        ),
        outputs=frozenset({"arn"}),
        defaults={"encryptionType": "NONE", "retentionPeriod": HOURS},
        replace_on=frozenset({"name"}),
        naming=Naming(limit=128),
        blocks={"streamModeDetails": frozenset({"streamMode"})},
        taggable=True,
        create=create_stream,
        settle=settle_stream,
        find=lambda cloud, identity: str(identity["name"]),
        read=read_stream,
        update=update_stream,
        delete=delete_stream,
    ),
    ResourceType(
        token="aws:kinesis/streamConsumer:StreamConsumer",
        inputs=frozenset({"name", "streamArn"}),
        required=frozenset({"streamArn"}),
        outputs=frozenset({"arn", "creationTimestamp"}),
        naming=Naming(limit=128),
        taggable=True,
        create=create_consumer,
        find=find_consumer,
        read=read_consumer,
        delete=lambda cloud, arn, props: cloud.client("kinesis").deregister_stream_consumer(
            ConsumerARN=arn
        ),
    ),
)
