"""API Gateway, REST: settings of a stage's methods, and the account's role."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.apigateway_stages import stage
from local.provider.resource_types.gateway import (
    Patch,
    as_text,
    chosen,
)
from local.provider.wire import Props

SETTINGS = {
    "cacheDataEncrypted": "caching/dataEncrypted",
    "cacheTtlInSeconds": "caching/ttlInSeconds",
    "cachingEnabled": "caching/enabled",
    "dataTraceEnabled": "logging/dataTrace",
    "loggingLevel": "logging/loglevel",
    "metricsEnabled": "metrics/enabled",
    "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
    "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
}


def settings_patches(path: str, old: Props, new: Props) -> list[Patch]:
    gone = [{"op": "remove", "path": f"/{path}/{SETTINGS[key]}"} for key in old if key not in new]
    return gone + [
        {"op": "replace", "path": f"/{path}/{SETTINGS[key]}", "value": as_text(value)}
        for key, value in new.items()
    ]


def patch_settings(cloud: Cloud, props: Props, operations: list[Patch]) -> None:
    client = cloud.client("apigateway")
    client.update_stage(**stage(props), patchOperations=operations)


def create_settings(cloud: Cloud, props: Props) -> str:
    patch_settings(cloud, props, settings_patches(props["methodPath"], {}, props["settings"]))
    return f"{props['restApi']}-{props['stageName']}-{props['methodPath']}"


def read_settings(cloud: Cloud, id_: str, props: Props) -> Props | None:
    found = cloud.client("apigateway").get_stage(**stage(props)).get("methodSettings", {})
    settings = found.get(props["methodPath"])
    if settings is None:
        return None
    return {"settings": chosen(settings, props["settings"])}


def update_settings(cloud: Cloud, id_: str, change: Change) -> None:
    old, new = change.old["settings"], change.new["settings"]
    patch_settings(cloud, change.new, settings_patches(change.new["methodPath"], old, new))


def delete_settings(cloud: Cloud, id_: str, props: Props) -> None:
    patch_settings(cloud, props, [{"op": "remove", "path": f"/{props['methodPath']}"}])


def set_role(cloud: Cloud, role: str) -> str:
    operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": role}
    cloud.client("apigateway").update_account(patchOperations=[operation])
    return "api-gateway-account"


def read_account(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_account()
    return {
        "apiKeyVersion": found.get("apiKeyVersion", ""),
        "cloudwatchRoleArn": found.get("cloudwatchRoleArn") or "",
        "features": found.get("features", []),
        "throttleSettings": [found["throttleSettings"]],
    }


TYPES = (
    ResourceType(
        token="aws:apigateway/methodSettings:MethodSettings",
        inputs=frozenset({"methodPath", "restApi", "settings", "stageName"}),
        required=frozenset({"methodPath", "restApi", "settings", "stageName"}),
        replace_on=frozenset({"methodPath", "restApi", "stageName"}),
        blocks={"settings": frozenset(SETTINGS)},
        create=create_settings,
        read=read_settings,
        update=update_settings,
        delete=delete_settings,
    ),
    ResourceType(
        token="aws:apigateway/account:Account",
        inputs=frozenset({"cloudwatchRoleArn"}),
        outputs=frozenset({"apiKeyVersion", "features", "throttleSettings"}),
        create=lambda cloud, props: set_role(cloud, props.get("cloudwatchRoleArn", "")),
        read=read_account,
        update=lambda cloud, id_, change: set_role(cloud, change.new.get("cloudwatchRoleArn", "")),
        delete=lambda cloud, id_, props: set_role(cloud, ""),
    ),
)
