"""CloudWatch Logs: log groups."""

from __future__ import annotations

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

FOR_EVER = 0


def create_group(cloud: Cloud, props: Props) -> str:
    asked: Props = {"logGroupName": props["name"], "tags": tags.tags_of(props)}
    asked |= {name: props[name] for name in ("kmsKeyId", "logGroupClass") if name in props}
    shapes.call(cloud.client("logs"), "CreateLogGroup", asked)
    return str(props["name"])


def retain(cloud: Cloud, name: str, days: int) -> None:
    if days == FOR_EVER:
        cloud.client("logs").delete_retention_policy(logGroupName=name)
    else:
        cloud.client("logs").put_retention_policy(logGroupName=name, retentionInDays=days)


def settle_group(cloud: Cloud, name: str, props: Props) -> None:
    if days := props["retentionInDays"]:
        retain(cloud, name, days)


def read_group(cloud: Cloud, name: str, props: Props) -> Props | None:
    pages = cloud.client("logs").get_paginator("describe_log_groups")
    for page in pages.paginate(logGroupNamePrefix=name):
        for seen in page["logGroups"]:
            if seen["logGroupName"] == name:
                return {
                    "name": name,
                    "arn": seen["arn"].removesuffix(":*"),
                    "retentionInDays": seen.get("retentionInDays") or FOR_EVER,
                    "logGroupClass": seen.get("logGroupClass") or "STANDARD",
                }
    return None


def update_group(cloud: Cloud, name: str, change: Change) -> None:
    logs = cloud.client("logs")
    if change.touches("retentionInDays"):
        retain(cloud, name, change.new["retentionInDays"])
    arn = cloud.arn("logs", f"log-group:{name}")
    if gone := tags.to_remove(change):
        logs.untag_resource(resourceArn=arn, tagKeys=gone)
    if fresh := tags.to_set(change):
        logs.tag_resource(resourceArn=arn, tags=fresh)


def delete_group(cloud: Cloud, name: str, props: Props) -> None:
    if not props.get("skipDestroy"):
        cloud.client("logs").delete_log_group(logGroupName=name)


def create_stream(cloud: Cloud, props: Props) -> str:
    cloud.client("logs").create_log_stream(
        logGroupName=props["logGroupName"], logStreamName=props["name"]
    )
    return str(props["name"])


def read_stream(cloud: Cloud, name: str, props: Props) -> Props | None:
    group = props["logGroupName"]
    found = cloud.client("logs").describe_log_streams(logGroupName=group, logStreamNamePrefix=name)
    if all(seen["logStreamName"] != name for seen in found["logStreams"]):
        return None
    arn = cloud.arn("logs", f"log-group:{group}:log-stream:{name}")
    return {"name": name, "logGroupName": group, "arn": arn}


def delete_stream(cloud: Cloud, name: str, props: Props) -> None:
    cloud.client("logs").delete_log_stream(logGroupName=props["logGroupName"], logStreamName=name)


TYPES = (
    ResourceType(
        token="aws:cloudwatch/logStream:LogStream",
        inputs=frozenset({"name", "logGroupName"}),
        required=frozenset({"logGroupName"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name", "logGroupName"}),
        naming=Naming(limit=512),
        create=create_stream,
        read=read_stream,
        delete=delete_stream,
    ),
    ResourceType(
        token="aws:cloudwatch/logGroup:LogGroup",
        inputs=frozenset(
            {"name", "namePrefix", "kmsKeyId", "logGroupClass", "retentionInDays", "skipDestroy"}
        ),
        outputs=frozenset({"arn"}),
        defaults={"retentionInDays": FOR_EVER, "skipDestroy": False},
        replace_on=frozenset({"name", "namePrefix", "logGroupClass", "kmsKeyId"}),
        naming=Naming(limit=512),
        unread=frozenset({"skipDestroy"}),
        taggable=True,
        create=create_group,
        settle=settle_group,
        read=read_group,
        update=update_group,
        delete=delete_group,
    ),
)
