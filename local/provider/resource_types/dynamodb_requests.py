"""DynamoDB's requests: a table's properties in the words of CreateTable and UpdateTable."""

from __future__ import annotations

from collections.abc import Iterator

from local.provider.resource import Change
from local.provider.wire import Props

WORDS = {
    "name": "TableName",
    "attributes": "AttributeDefinitions",
    "attributes.name": "AttributeName",
    "attributes.type": "AttributeType",
    "globalSecondaryIndexes.name": "IndexName",
    "localSecondaryIndexes.name": "IndexName",
    "serverSideEncryption": "SSESpecification",
    "serverSideEncryption.kmsKeyArn": "KMSMasterKeyId",
}
PROVISIONED = "PROVISIONED"
PLAIN = ("name", "attributes", "billingMode", "tableClass", "deletionProtectionEnabled")
INDEXES = ("globalSecondaryIndexes", "localSecondaryIndexes")
STREAM = ("streamEnabled", "streamViewType")
CAPACITY = ("billingMode", "readCapacity", "writeCapacity")


def keys(hash_key: str, range_key: str | None) -> list[dict[str, str]]:
    found = [{"attributeName": hash_key, "keyType": "HASH"}]
    return found + ([{"attributeName": range_key, "keyType": "RANGE"}] if range_key else [])


def throughput(props: Props) -> Props:
    if props.get("readCapacity") is None:
        return {}
    units = {
        "readCapacityUnits": props["readCapacity"],
        "writeCapacityUnits": props["writeCapacity"],
    }
    return {"provisionedThroughput": units}


def index(props: Props, table: Props) -> Props:
    """An index in DynamoDB's words; a local one shares the table's hash key.

    The keys of a global one are ``keySchemas``, or the deprecated ``hashKey`` and ``rangeKey``.
    """
    key = props.get("hashKey") or table["hashKey"]
    projection = {"projectionType": props["projectionType"]}
    if props.get("nonKeyAttributes"):
        projection["nonKeyAttributes"] = props["nonKeyAttributes"]
    return {
        "name": props["name"],
        "keySchema": props.get("keySchemas") or keys(key, props.get("rangeKey")),
        "projection": projection,
        **(throughput(props) if table["billingMode"] == PROVISIONED else {}),
    }


def stream(props: Props) -> Props:
    enabled = bool(props.get("streamEnabled"))
    viewed = {"streamViewType": props["streamViewType"]} if enabled else {}
    return {"streamSpecification": {"streamEnabled": enabled, **viewed}}


def encryption(props: Props) -> Props:
    """The key only when encryption is on; DynamoDB always encrypts, if need be with its own key."""
    asked = props.get("serverSideEncryption")
    if not asked:
        return {}
    key = {"kmsKeyArn": asked["kmsKeyArn"], "sseType": "KMS"} if asked.get("kmsKeyArn") else {}
    return {"serverSideEncryption": {"enabled": asked["enabled"], **key}}


def request(props: Props) -> Props:
    asked = {name: props[name] for name in PLAIN if name in props}
    asked |= {"keySchema": keys(props["hashKey"], props.get("rangeKey"))}
    for kind in INDEXES:
        if props.get(kind):
            asked[kind] = [index(item, props) for item in props[kind]]
    asked |= encryption(props) | (stream(props) if props.get("streamEnabled") else {})
    return asked | (throughput(props) if props["billingMode"] == PROVISIONED else {})


def observed(seen: Props, props: Props) -> Props:
    """Keys, attributes, indexes and capacity of a table as DynamoDB describes it, as properties.

    The keys of an index are written as ``props`` has them, else as ``keySchemas``.
    """
    attributes = [
        {"name": one["AttributeName"], "type": one["AttributeType"]}
        for one in seen["AttributeDefinitions"]
    ]
    by_name = {one["name"]: one for one in props.get("globalSecondaryIndexes") or []}
    indexes = [
        observed_index(one, by_name.get(one["IndexName"]) or {})
        for one in seen.get("GlobalSecondaryIndexes") or []
    ]
    return {
        **observed_keys(seen["KeySchema"]),
        **observed_capacity(seen),
        "attributes": attributes,
        **({"globalSecondaryIndexes": indexes} if indexes else {}),
    }


def observed_index(seen: Props, props: Props) -> Props:
    projection = seen["Projection"]
    others = projection.get("NonKeyAttributes")
    schemas = [
        {"attributeName": key["AttributeName"], "keyType": key["KeyType"]}
        for key in seen["KeySchema"]
    ]
    return {
        "name": seen["IndexName"],
        **(observed_keys(seen["KeySchema"]) if props.get("hashKey") else {"keySchemas": schemas}),
        "projectionType": projection["ProjectionType"],
        **({"nonKeyAttributes": others} if others else {}),
        **observed_capacity(seen),
    }


def observed_keys(schema: list[dict[str, str]]) -> Props:
    words = {"HASH": "hashKey", "RANGE": "rangeKey"}
    return {words[key["KeyType"]]: key["AttributeName"] for key in schema}


def observed_capacity(seen: Props) -> Props:
    """Read and write units; a table that is paid by request has none."""
    units = seen.get("ProvisionedThroughput") or {}
    if not units.get("ReadCapacityUnits"):
        return {}
    return {
        "readCapacity": units["ReadCapacityUnits"],
        "writeCapacity": units["WriteCapacityUnits"],
    }


def alterations(change: Change) -> Iterator[Props]:
    """The UpdateTable calls that lead from old to new: DynamoDB takes one kind at a time."""
    old, new = change.old, change.new
    if change.touches(*CAPACITY):
        units = throughput(new) if new["billingMode"] == PROVISIONED else {}
        yield {"billingMode": new["billingMode"], **units}
    for name in ("deletionProtectionEnabled", "tableClass"):
        if change.touches(name) and name in new:
            yield {name: new[name]}
    if change.touches("serverSideEncryption"):
        yield encryption(new) or {"serverSideEncryption": {"enabled": False}}
    if change.touches(*STREAM):
        if old.get("streamEnabled") and new.get("streamEnabled"):  # the view cannot change in place
            yield {"streamSpecification": {"streamEnabled": False}}
        yield stream(new)
    yield from index_alterations(old, new)


def index_alterations(old: Props, new: Props) -> Iterator[Props]:
    """Indexes are compared in DynamoDB's words: keys that are written otherwise are the same."""
    before, after = (
        {item["name"]: index(item, new) for item in table.get("globalSecondaryIndexes") or []}
        for table in (old, new)
    )
    for name in before:
        if before[name] != after.get(name):
            yield {"globalSecondaryIndexUpdates": [{"delete": {"indexName": name}}]}
    for name in after:
        if after[name] != before.get(name):
            made = {**after[name], "indexName": name}
            del made["name"]
            yield {
                "attributes": new["attributes"],
                "globalSecondaryIndexUpdates": [{"create": made}],
            }
