"""API Gateway, REST: API keys, and the usage plans that they are for."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.gateway import arn_of, chosen, patches, retag
from local.provider.shapes import call
from local.provider.wire import Props

KEY = frozenset({"customerId", "description", "enabled", "name", "value"})
PLAN = frozenset(
    {"apiStages", "description", "name", "productCode", "quotaSettings", "throttleSettings"}
)
PLAN_KEY = frozenset({"keyId", "keyType", "usagePlanId"})
# What the emulator's patches would spoil: a list and two structures.
WHOLE = frozenset({"apiStages", "quotaSettings", "throttleSettings"})
WORDS = {"quotaSettings": "quota", "throttleSettings": "throttle"}


def create_key(cloud: Cloud, props: Props) -> str:
    said = chosen(props, KEY) | {"tags": tags.tags_of(props)}
    return str(call(cloud.client("apigateway"), "CreateApiKey", said)["id"])


def find_key(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigateway").get_api_keys(nameQuery=identity["name"])["items"]
    return next((one["id"] for one in found if one["name"] == identity["name"]), None)


def read_key(cloud: Cloud, key: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_api_key(apiKey=key, includeValue=True)
    times = {name: str(found[name]) for name in ("createdDate", "lastUpdatedDate")}
    seen = chosen(found, {*KEY, "tags"})
    return {**seen, **times, "arn": arn_of(cloud, f"/apikeys/{key}")}


def update_key(cloud: Cloud, key: str, change: Change) -> None:
    client, words = cloud.client("apigateway"), {name: name for name in KEY - {"value"}}
    if operations := patches(change, words):
        client.update_api_key(apiKey=key, patchOperations=operations)
    retag(client, arn_of(cloud, f"/apikeys/{key}"), change)


def delete_key(cloud: Cloud, key: str, props: Props) -> None:
    cloud.client("apigateway").delete_api_key(apiKey=key)


def create_plan(cloud: Cloud, props: Props) -> str:
    said = chosen(props, PLAN - {"productCode"}) | {"tags": tags.tags_of(props)}
    return str(call(cloud.client("apigateway"), "CreateUsagePlan", said, WORDS)["id"])


def find_plan(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigateway").get_usage_plans()["items"]
    return next((one["id"] for one in found if one["name"] == identity["name"]), None)


def read_plan(cloud: Cloud, plan: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_usage_plan(usagePlanId=plan)
    shown = chosen(found, ("description", "name", "tags"))
    return {**chosen(props, PLAN), **shown, "arn": arn_of(cloud, f"/usageplans/{plan}")}


def update_plan(cloud: Cloud, plan: str, change: Change) -> None:
    client, words = cloud.client("apigateway"), {"description": "description", "name": "name"}
    if operations := patches(change, words):
        client.update_usage_plan(usagePlanId=plan, patchOperations=operations)
    retag(client, arn_of(cloud, f"/usageplans/{plan}"), change)


def delete_plan(cloud: Cloud, plan: str, props: Props) -> None:
    cloud.client("apigateway").delete_usage_plan(usagePlanId=plan)


def create_plan_key(cloud: Cloud, props: Props) -> str:
    made = cloud.client("apigateway").create_usage_plan_key(**chosen(props, PLAN_KEY))
    return str(made["id"])


def find_plan_key(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigateway").get_usage_plan_keys(usagePlanId=identity["usagePlanId"])
    return next((one["id"] for one in found["items"] if one["id"] == identity["keyId"]), None)


def read_plan_key(cloud: Cloud, key: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_usage_plan_key(
        usagePlanId=props["usagePlanId"], keyId=key
    )
    return {**chosen(props, PLAN_KEY), **chosen(found, ("name", "value"))}


def delete_plan_key(cloud: Cloud, key: str, props: Props) -> None:
    cloud.client("apigateway").delete_usage_plan_key(usagePlanId=props["usagePlanId"], keyId=key)


TYPES = (
    ResourceType(
        token="aws:apigateway/apiKey:ApiKey",
        inputs=KEY,
        outputs=frozenset({"arn", "createdDate", "lastUpdatedDate"}),
        defaults={"enabled": True},
        replace_on=frozenset({"value"}),
        taggable=True,
        naming=Naming(limit=1024),
        create=create_key,
        find=find_key,
        read=read_key,
        update=update_key,
        delete=delete_key,
    ),
    ResourceType(
        token="aws:apigateway/usagePlan:UsagePlan",
        inputs=PLAN,
        outputs=frozenset({"arn"}),
        replace_on=WHOLE,
        taggable=True,
        naming=Naming(limit=255),
        create=create_plan,
        find=find_plan,
        read=read_plan,
        update=update_plan,
        delete=delete_plan,
    ),
    ResourceType(
        token="aws:apigateway/usagePlanKey:UsagePlanKey",
        inputs=PLAN_KEY,
        required=frozenset({"keyId", "keyType", "usagePlanId"}),
        outputs=frozenset({"name", "value"}),
        replace_on=PLAN_KEY,
        create=create_plan_key,
        find=find_plan_key,
        read=read_plan_key,
        delete=delete_plan_key,
    ),
)
