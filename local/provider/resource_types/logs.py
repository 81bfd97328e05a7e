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


TYPES = (
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
