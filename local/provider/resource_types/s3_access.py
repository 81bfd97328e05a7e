"""S3: who may reach a bucket, and its event notifications."""

from __future__ import annotations

from typing import Any

from local.provider.cloud import Cloud
from local.provider.resource import ResourceType
from local.provider.resource_types.transport import as_given, sendable
from local.provider.wire import Props

# Pulumi's blocks, S3's lists of configurations, and the name of the target in each.
HEARERS = {
    "lambdaFunctions": ("LambdaFunctionConfigurations", "lambdaFunctionArn", "LambdaFunctionArn"),
    "queues": ("QueueConfigurations", "queueArn", "QueueArn"),
    "topics": ("TopicConfigurations", "topicArn", "TopicArn"),
}
SHARED = frozenset({"events", "filterPrefix", "filterSuffix", "id"})
FILTERS = {"filterPrefix": "prefix", "filterSuffix": "suffix"}


def put_policy(cloud: Cloud, props: Props) -> str:
    cloud.client("s3").put_bucket_policy(Bucket=props["bucket"], Policy=sendable(props["policy"]))
    return str(props["bucket"])


def read_policy(cloud: Cloud, bucket: str, props: Props) -> Props:
    seen = cloud.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]
    return {"bucket": bucket, "policy": as_given(seen, props.get("policy"))}


def configuration(props: Props) -> dict[str, Any]:
    """A bucket's notifications in S3's words."""
    asked: dict[str, Any] = {
        theirs: [_worded(one, ours, name) for one in props[block]]
        for block, (theirs, ours, name) in HEARERS.items()
        if props.get(block)
    }
    return asked | ({"EventBridgeConfiguration": {}} if props.get("eventbridge") else {})


def _worded(one: Props, ours: str, theirs: str) -> dict[str, Any]:
    rules = [{"Name": FILTERS[key], "Value": one[key]} for key in FILTERS if one.get(key)]
    return {
        theirs: one[ours],
        "Events": one["events"],
        **({"Id": one["id"]} if one.get("id") else {}),
        **({"Filter": {"Key": {"FilterRules": rules}}} if rules else {}),
    }


def notify(cloud: Cloud, props: Props) -> str:
    cloud.client("s3").put_bucket_notification_configuration(
        Bucket=props["bucket"], NotificationConfiguration=configuration(props)
    )
    return str(props["bucket"])


def read_notifications(cloud: Cloud, bucket: str, props: Props) -> Props | None:
    """The blocks as S3 has them; an id that only S3 gave is left out."""
    seen = cloud.client("s3").get_bucket_notification_configuration(Bucket=bucket)
    found: Props = {"bucket": bucket, "eventbridge": "EventBridgeConfiguration" in seen}
    for block, (theirs, ours, name) in HEARERS.items():
        said = {one["id"] for one in props.get(block) or [] if one.get("id")}
        if blocks := [_block(one, ours, name, said) for one in seen.get(theirs, [])]:
            found[block] = blocks
    return found if found.keys() & HEARERS.keys() or found["eventbridge"] else None


def _block(one: dict[str, Any], ours: str, theirs: str, said: set[str]) -> Props:
    rules = one.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    filters = {rule["Name"].lower(): rule["Value"] for rule in rules}
    return {
        ours: one[theirs],
        "events": one["Events"],
        **({"id": one["Id"]} if one["Id"] in said else {}),
        **{key: filters[word] for key, word in FILTERS.items() if word in filters},
    }


TYPES = (
    ResourceType(
        token="aws:s3/bucketPolicy:BucketPolicy",
        inputs=frozenset({"bucket", "policy"}),
        required=frozenset({"bucket", "policy"}),
        replace_on=frozenset({"bucket"}),
        documents=frozenset({"policy"}),
        create=put_policy,
        read=read_policy,
        update=lambda cloud, bucket, change: put_policy(cloud, change.new),
        delete=lambda cloud, bucket, props: cloud.client("s3").delete_bucket_policy(Bucket=bucket),
    ),
    ResourceType(
        token="aws:s3/bucketNotification:BucketNotification",
        inputs=frozenset({"bucket", "eventbridge", *HEARERS}),
        required=frozenset({"bucket"}),
        defaults={"eventbridge": False},
        replace_on=frozenset({"bucket"}),
        unordered=frozenset(HEARERS),
        blocks={block: SHARED | {ours} for block, (_, ours, _) in HEARERS.items()},
        create=notify,
        read=read_notifications,
        update=lambda cloud, bucket, change: notify(cloud, change.new),
        delete=lambda cloud, bucket, props: notify(cloud, {"bucket": bucket}),
    ),
)
