"""API Gateway, HTTP and WebSocket: stages."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.apigatewayv2 import observed
from local.provider.resource_types.gateway import (
    arn_of,
    chosen,
    execution_arn,
    opened,
    retag,
    url_of,
)
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

DEFAULT = "$default"
STAGE = frozenset(
    {
        "accessLogSettings",
        "autoDeploy",
        "clientCertificateId",
        "defaultRouteSettings",
        "deploymentId",
        "description",
        "routeSettings",
        "stageVariables",
    }
)
UNSAID: Props = {
    "accessLogSettings": {},
    "defaultRouteSettings": {},
    "description": "",
    "routeSettings": {},
    "stageVariables": {},
}


def request(props: Props) -> Props:
    """Route settings are a list in Pulumi and a map by route in AWS."""
    said = {name: value for name, value in chosen(props, STAGE).items() if value is not None}
    if "routeSettings" in said:
        said["routeSettings"] = {
            one["routeKey"]: {key: value for key, value in one.items() if key != "routeKey"}
            for one in said["routeSettings"]
        }
    return {"apiId": props["apiId"], "stageName": props["name"], **said}


def create_stage(cloud: Cloud, props: Props) -> str:
    said = request(props) | {"tags": tags.tags_of(props)}
    return str(call(cloud.client("apigatewayv2"), "CreateStage", said)["StageName"])


def stage_arn(cloud: Cloud, props: Props, name: str) -> str:
    return arn_of(cloud, f"/apis/{props['apiId']}/stages/{name}")


def read_stage(cloud: Cloud, name: str, props: Props) -> Props:
    client, api = cloud.client("apigatewayv2"), props["apiId"]
    arn = stage_arn(cloud, props, name)
    found = client.get_stage(ApiId=api, StageName=name)
    settings = found.get("RouteSettings") or {}
    protocol = client.get_api(ApiId=api)["ProtocolType"]
    return observed(found, STAGE) | {
        "arn": arn,
        "executionArn": execution_arn(cloud, api, name),
        "invokeUrl": opened(protocol, url_of(cloud, api, name if name != DEFAULT else "")),
        "name": name,
        "routeSettings": [
            {"routeKey": key, **to_properties(value)} for key, value in settings.items()
        ],
        "tags": client.get_tags(ResourceArn=arn)["Tags"],
    }


def update_stage(cloud: Cloud, name: str, change: Change) -> None:
    client = cloud.client("apigatewayv2")
    if change.touches(*STAGE):
        gone = {key: value for key, value in UNSAID.items() if key in change.old}
        call(client, "UpdateStage", gone | request(change.new))
    retag(client, stage_arn(cloud, change.new, name), change, "ResourceArn")


def delete_stage(cloud: Cloud, name: str, props: Props) -> None:
    cloud.client("apigatewayv2").delete_stage(ApiId=props["apiId"], StageName=name)


TYPES = (
    ResourceType(
        token="aws:apigatewayv2/stage:Stage",
        inputs=STAGE | {"apiId", "name"},
        required=frozenset({"apiId"}),
        outputs=frozenset({"arn", "executionArn", "invokeUrl"}),
        replace_on=frozenset({"apiId", "name"}),
        naming=Naming(limit=128),
        taggable=True,
        create=create_stage,
        read=read_stage,
        update=update_stage,
        delete=delete_stage,
    ),
)
