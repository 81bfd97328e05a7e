"""API Gateway, REST: APIs and their resources."""

from __future__ import annotations

import json

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.gateway import (
    Patch,
    arn_of,
    chosen,
    execution_arn,
    patches,
    retag,
)
from local.provider.shapes import call
from local.provider.wire import Props

PATCHED = {
    name: name
    for name in (
        "apiKeySource",
        "description",
        "disableExecuteApiEndpoint",
        "minimumCompressionSize",
        "name",
        "policy",
    )
}
# The emulator's patches would spoil the list in it.
REPLACED = frozenset({"binaryMediaTypes"})
ENDPOINT = "endpointConfiguration"
TRUE = ("True", "true")


def create_api(cloud: Cloud, props: Props) -> str:
    request = chosen(props, {*PATCHED, *REPLACED, ENDPOINT}) | {"tags": tags.tags_of(props)}
    return str(call(cloud.client("apigateway"), "CreateRestApi", request)["id"])


def find_api(cloud: Cloud, identity: Props) -> str | None:
    """AWS lets two APIs share a name; the one that an interrupted create left has ours."""
    pages = cloud.client("apigateway").get_paginator("get_rest_apis").paginate()
    found = [
        one["id"] for page in pages for one in page["items"] if one["name"] == identity["name"]
    ]
    return found[0] if found else None


def read_api(cloud: Cloud, api: str, props: Props) -> Props:
    client = cloud.client("apigateway")
    found = client.get_rest_api(restApiId=api)
    arn = arn_of(cloud, f"/restapis/{api}")
    return {
        **observed_settings(found, props),
        "name": found["name"],
        "description": found.get("description", ""),
        "arn": arn,
        "createdDate": str(found["createdDate"]),
        "executionArn": execution_arn(cloud, api),
        "rootResourceId": resource_at(cloud, api, "/"),
        "tags": client.get_tags(resourceArn=arn)["tags"],
        ENDPOINT: observed_endpoint(found[ENDPOINT], props.get(ENDPOINT) or {}),
    }


def observed_settings(seen: Props, props: Props) -> Props:
    """What a program has set besides; the emulator keeps what a patch sets as text."""
    names = ("apiKeySource", "binaryMediaTypes", "disableExecuteApiEndpoint", "policy")
    found = {name: seen[name] for name in names if name in props and seen.get(name) is not None}
    if "policy" in found:
        # API Gateway escapes the quotation marks in it.
        found["policy"] = json.loads(f'"{found["policy"]}"')
    if "disableExecuteApiEndpoint" in found:
        found["disableExecuteApiEndpoint"] = str(found["disableExecuteApiEndpoint"]) in TRUE
    if "minimumCompressionSize" in props and seen.get("minimumCompressionSize") is not None:
        found["minimumCompressionSize"] = str(seen["minimumCompressionSize"])
    return found


def observed_endpoint(seen: Props, props: Props) -> Props:
    """The endpoint type as a property, which is one text; the emulator shows no more of it."""
    return {**props, "types": seen["types"][0]}


def resource_at(cloud: Cloud, api: str, path: str) -> str | None:
    pages = cloud.client("apigateway").get_paginator("get_resources").paginate(restApiId=api)
    found = [one["id"] for page in pages for one in page["items"] if one["path"] == path]
    return found[0] if found else None


def update_api(cloud: Cloud, api: str, change: Change) -> None:
    client = cloud.client("apigateway")
    operations = patches(change, PATCHED)
    if endpoint := endpoint_patches(change):
        # The emulator's APIs are REGIONAL already, and its patch would spoil the list of types.
        types = client.get_rest_api(restApiId=api)["endpointConfiguration"]["types"]
        operations += [each for each in endpoint if each["value"] not in types]
    if operations:
        client.update_rest_api(restApiId=api, patchOperations=operations)
    retag(client, arn_of(cloud, f"/restapis/{api}"), change)


def endpoint_patches(change: Change) -> list[Patch]:
    """The operations for another endpoint type; an API keeps the one it has when none is given."""
    if not change.touches(ENDPOINT) or not change.new.get(ENDPOINT):
        return []
    old, new = change.old.get(ENDPOINT) or {}, change.new[ENDPOINT]
    operations = [
        {"op": "replace", "path": f"/{ENDPOINT}/{path}", "value": str(new[name])}
        for name, path in (("types", "types/0"), ("ipAddressType", "ipAddressType"))
        if name in new and old.get(name) != new[name]
    ]
    before, after = (set(each.get("vpcEndpointIds") or ()) for each in (old, new))
    path = f"/{ENDPOINT}/vpcEndpointIds"
    return [
        *operations,
        *({"op": "remove", "path": path, "value": gone} for gone in sorted(before - after)),
        *({"op": "add", "path": path, "value": fresh} for fresh in sorted(after - before)),
    ]


def delete_api(cloud: Cloud, api: str, props: Props) -> None:
    cloud.client("apigateway").delete_rest_api(restApiId=api)


def create_resource(cloud: Cloud, props: Props) -> str:
    made = cloud.client("apigateway").create_resource(
        restApiId=props["restApi"], parentId=props["parentId"], pathPart=props["pathPart"]
    )
    return str(made["id"])


def find_resource(cloud: Cloud, identity: Props) -> str | None:
    parent = cloud.client("apigateway").get_resource(
        restApiId=identity["restApi"], resourceId=identity["parentId"]
    )
    path = f"{parent['path'].rstrip('/')}/{identity['pathPart']}"
    return resource_at(cloud, identity["restApi"], path)


def read_resource(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_resource(restApiId=props["restApi"], resourceId=id_)
    return chosen(found, ("parentId", "path", "pathPart"))


def delete_resource(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("apigateway").delete_resource(restApiId=props["restApi"], resourceId=id_)


TYPES = (
    ResourceType(
        token="aws:apigateway/restApi:RestApi",
        inputs=frozenset({*PATCHED, *REPLACED, ENDPOINT}),
        outputs=frozenset({"arn", "createdDate", "executionArn", "rootResourceId"}),
        replace_on=REPLACED,
        naming=Naming(limit=255),
        blocks={ENDPOINT: frozenset({"types", "ipAddressType", "vpcEndpointIds"})},
        documents=frozenset({"policy"}),
        taggable=True,
        create=create_api,
        find=find_api,
        read=read_api,
        update=update_api,
        delete=delete_api,
    ),
    ResourceType(
        token="aws:apigateway/resource:Resource",
        inputs=frozenset({"parentId", "pathPart", "restApi"}),
        required=frozenset({"parentId", "pathPart", "restApi"}),
        outputs=frozenset({"path"}),
        replace_on=frozenset({"parentId", "pathPart", "restApi"}),
        create=create_resource,
        find=find_resource,
        read=read_resource,
        delete=delete_resource,
    ),
)
