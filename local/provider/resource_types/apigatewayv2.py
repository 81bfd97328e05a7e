"""API Gateway, HTTP and WebSocket: APIs, and how its properties are worded for AWS."""

from __future__ import annotations

from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
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

API = frozenset(
    {
        "apiKeySelectionExpression",
        "corsConfiguration",
        "description",
        "disableExecuteApiEndpoint",
        "name",
        "routeSelectionExpression",
        "version",
    }
)
MAPS = {
    "requestModels": "RequestModels",
    "requestParameters": "RequestParameters",
    "requestTemplates": "RequestTemplates",
    "stageVariables": "StageVariables",
}
# The value that removes a property in an update.
UNSAID: Props = {
    "authorizationScopes": [],
    "authorizationType": "NONE",
    "authorizerId": "",
    "description": "",
    "requestParameters": {},
    "requestTemplates": {},
    "version": "",
}


def request(props: Props, names: frozenset[str]) -> Props:
    """Properties without what is empty on purpose: AWS wants it left out."""
    return {name: value for name, value in chosen(props, names).items() if value is not None}


def updated(change: Change, names: frozenset[str]) -> Props:
    gone = {name: UNSAID[name] for name in names & UNSAID.keys() if name in change.old}
    return gone | request(change.new, names)


def observed(found: dict[str, Any], names: frozenset[str]) -> Props:
    renames = {"TimeoutInMillis": "timeoutMilliseconds", "IdentitySource": "identitySources"}
    seen = to_properties(found, {**renames, "Audience": "audiences"})
    # The keys of these are the program's own, not AWS's words.
    maps = {name: found[theirs] for name, theirs in MAPS.items() if theirs in found}
    return chosen(seen | maps, names)


def create_api(cloud: Cloud, props: Props) -> str:
    said = request(props, API | {"protocolType"}) | {"tags": tags.tags_of(props)}
    return str(call(cloud.client("apigatewayv2"), "CreateApi", said)["ApiId"])


def find_api(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigatewayv2").get_apis()["Items"]
    return next((one["ApiId"] for one in found if one["Name"] == identity["name"]), None)


def read_api(cloud: Cloud, api: str, props: Props) -> Props:
    client, arn = cloud.client("apigatewayv2"), arn_of(cloud, f"/apis/{api}")
    found = client.get_api(ApiId=api)
    return observed(found, API) | {
        "apiEndpoint": opened(found["ProtocolType"], url_of(cloud, api)),
        "arn": arn,
        "executionArn": execution_arn(cloud, api),
        "protocolType": found["ProtocolType"],
        "tags": client.get_tags(ResourceArn=arn)["Tags"],
    }


def update_api(cloud: Cloud, api: str, change: Change) -> None:
    client = cloud.client("apigatewayv2")
    if change.touches(*API):
        call(client, "UpdateApi", {"apiId": api, **updated(change, API)})
    if "corsConfiguration" in change.old and not change.new.get("corsConfiguration"):
        client.delete_cors_configuration(ApiId=api)
    retag(client, arn_of(cloud, f"/apis/{api}"), change, "ResourceArn")


def delete_api(cloud: Cloud, api: str, props: Props) -> None:
    cloud.client("apigatewayv2").delete_api(ApiId=api)


TYPES = (
    ResourceType(
        token="aws:apigatewayv2/api:Api",
        inputs=API | {"protocolType"},
        required=frozenset({"protocolType"}),
        outputs=frozenset({"apiEndpoint", "arn", "executionArn"}),
        replace_on=frozenset({"protocolType"}),
        naming=Naming(limit=128),
        taggable=True,
        create=create_api,
        find=find_api,
        read=read_api,
        update=update_api,
        delete=delete_api,
    ),
)
