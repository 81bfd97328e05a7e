"""DynamoDB: tables with their indexes, streams, expiry and recovery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.dynamodb_requests import (
    CAPACITY,
    INDEXES,
    PLAIN,
    PROVISIONED,
    STREAM,
    WORDS,
    alterations,
    observed,
    request,
)
from local.provider.wire import Props

INDEX = frozenset({"name", "rangeKey", "projectionType", "nonKeyAttributes"})
BLOCKS = {
    "attributes": frozenset({"name", "type"}),
    "globalSecondaryIndexes": INDEX | {"hashKey", "keySchemas", "readCapacity", "writeCapacity"},
    "globalSecondaryIndexes.keySchemas": frozenset({"attributeName", "keyType"}),
    "localSecondaryIndexes": INDEX,
    "pointInTimeRecovery": frozenset({"enabled", "recoveryPeriodInDays"}),
    "serverSideEncryption": frozenset({"enabled", "kmsKeyArn"}),
    "ttl": frozenset({"enabled", "attributeName"}),
}
READY = {"Delay": 1, "MaxAttempts": 60}


def what_is_wrong(props: Props) -> Iterator[str]:
    if props.get("streamEnabled") is True and not props.get("streamViewType"):
        yield "streamViewType is required with streamEnabled"
    if props["billingMode"] == PROVISIONED and not (
        props.get("readCapacity") and props.get("writeCapacity")
    ):
        yield f"readCapacity and writeCapacity are required with billingMode {PROVISIONED}"


def create_table(cloud: Cloud, props: Props) -> str:
    asked = {**request(props), "tags": tags.as_pairs(tags.tags_of(props))}
    shapes.call(cloud.client("dynamodb"), "CreateTable", asked, WORDS)
    return str(props["name"])


def settle_table(cloud: Cloud, name: str, props: Props) -> None:
    until_ready(cloud, name)
    if (props.get("ttl") or {}).get("enabled"):
        expire(cloud, name, props["ttl"])
    if (props.get("pointInTimeRecovery") or {}).get("enabled"):
        recover(cloud, name, props["pointInTimeRecovery"])


def until_ready(cloud: Cloud, name: str) -> None:
    waiter = cloud.client("dynamodb").get_waiter("table_exists")
    waiter.wait(TableName=name, WaiterConfig=READY)


def expire(cloud: Cloud, name: str, ttl: Props) -> None:
    asked = {"Enabled": bool(ttl.get("enabled")), "AttributeName": ttl["attributeName"]}
    cloud.client("dynamodb").update_time_to_live(TableName=name, TimeToLiveSpecification=asked)


def recover(cloud: Cloud, name: str, recovery: Props) -> None:
    asked: dict[str, Any] = {"PointInTimeRecoveryEnabled": bool(recovery.get("enabled"))}
    if recovery.get("recoveryPeriodInDays"):
        asked["RecoveryPeriodInDays"] = recovery["recoveryPeriodInDays"]
    cloud.client("dynamodb").update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification=asked
    )


def read_table(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("dynamodb").describe_table(TableName=name)["Table"]
    stream = seen.get("StreamSpecification", {})
    return {
        **observed(seen, props),
        **read_expiry(cloud, name, props),
        **read_recovery(cloud, name, props),
        "name": name,
        "arn": seen["TableArn"],
        "billingMode": seen.get("BillingModeSummary", {}).get("BillingMode", PROVISIONED),
        "deletionProtectionEnabled": seen.get("DeletionProtectionEnabled", False),
        "streamEnabled": stream.get("StreamEnabled", False),
        **({"streamViewType": stream["StreamViewType"]} if stream.get("StreamViewType") else {}),
        "streamArn": seen.get("LatestStreamArn", ""),
        "streamLabel": seen.get("LatestStreamLabel", ""),
    }


def read_expiry(cloud: Cloud, name: str, props: Props) -> Props:
    """Expiry as the program writes it; one that is off is as good as none."""
    if "ttl" not in props:
        return {}
    asked = cloud.client("dynamodb").describe_time_to_live(TableName=name)
    seen = asked["TimeToLiveDescription"]
    if seen.get("TimeToLiveStatus") in ("ENABLED", "ENABLING"):
        return {"ttl": {"enabled": True, "attributeName": seen["AttributeName"]}}
    return {} if props["ttl"].get("enabled") else {"ttl": props["ttl"]}


def read_recovery(cloud: Cloud, name: str, props: Props) -> Props:
    """Recovery to a point in time, as far as the program speaks of it."""
    said = props.get("pointInTimeRecovery")
    if not said:
        return {}
    asked = cloud.client("dynamodb").describe_continuous_backups(TableName=name)
    seen = asked["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    enabled = seen["PointInTimeRecoveryStatus"] == "ENABLED"
    return {"pointInTimeRecovery": {**said, "enabled": enabled}}


def update_table(cloud: Cloud, name: str, change: Change) -> None:
    for asked in alterations(change):
        shapes.call(cloud.client("dynamodb"), "UpdateTable", {"name": name, **asked}, WORDS)
        until_ready(cloud, name)
    if change.touches("ttl"):
        _switch_expiry(cloud, name, change)
    if change.touches("pointInTimeRecovery"):
        recover(cloud, name, change.new.get("pointInTimeRecovery") or {})
    tags.retag(cloud.client("dynamodb"), cloud.arn("dynamodb", f"table/{name}"), change)


def _switch_expiry(cloud: Cloud, name: str, change: Change) -> None:
    old, new = change.old.get("ttl") or {}, change.new.get("ttl") or {}
    if old.get("enabled") and old.get("attributeName") != new.get("attributeName"):
        expire(cloud, name, {**old, "enabled": False})
    if new.get("enabled") or (old.get("enabled") and new.get("attributeName")):
        expire(cloud, name, new)


TYPES = (
    ResourceType(
        token="aws:dynamodb/table:Table",
        inputs=frozenset(
            {
                *PLAIN,
                *INDEXES,
                *STREAM,
                *CAPACITY,
                "hashKey",
                "rangeKey",
                "pointInTimeRecovery",
                "serverSideEncryption",
                "ttl",
            }
        ),
        required=frozenset({"hashKey", "attributes"}),
        outputs=frozenset({"arn", "streamArn", "streamLabel"}),
        defaults={"billingMode": PROVISIONED, "deletionProtectionEnabled": False},
        replace_on=frozenset({"name", "hashKey", "rangeKey", "localSecondaryIndexes"}),
        naming=Naming(limit=255),
        unordered=frozenset({"attributes", *INDEXES}),
        unread=frozenset({"serverSideEncryption", "tableClass"}),
        blocks=BLOCKS,
        taggable=True,
        check=what_is_wrong,
        create=create_table,
        settle=settle_table,
        read=read_table,
        update=update_table,
        delete=lambda cloud, name, props: cloud.client("dynamodb").delete_table(TableName=name),
    ),
)
