"""API Gateway, REST: deployments and stages."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.gateway import (
    arn_of,
    chosen,
    execution_arn,
    map_patches,
    patches,
    retag,
    url_of,
)
from local.provider.wire import Props

STAGE = {
    "cacheClusterEnabled": "cacheClusterEnabled",
    "cacheClusterSize": "cacheClusterSize",
    "clientCertificateId": "clientCertificateId",
    "deployment": "deploymentId",
    "description": "description",
    "documentationVersion": "documentationVersion",
    "xrayTracingEnabled": "tracingEnabled",
}
NOTHING: Props = {}


def create_deployment(cloud: Cloud, props: Props) -> str:
    said = chosen(props, ("description", "variables"))
    made = cloud.client("apigateway").create_deployment(restApiId=props["restApi"], **said)
    return str(made["id"])


def read_deployment(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_deployment(restApiId=props["restApi"], deploymentId=id_)
    return {
        "createdDate": found["createdDate"].isoformat(),
        "description": found.get("description", ""),
    }


def update_deployment(cloud: Cloud, id_: str, change: Change) -> None:
    cloud.client("apigateway").update_deployment(
        restApiId=change.new["restApi"],
        deploymentId=id_,
        patchOperations=patches(change, {"description": "description"}),
    )


def delete_deployment(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("apigateway").delete_deployment(restApiId=props["restApi"], deploymentId=id_)


def stage(props: Props) -> dict[str, str]:
    return {"restApiId": props["restApi"], "stageName": props["stageName"]}


def stage_arn(cloud: Cloud, props: Props) -> str:
    return arn_of(cloud, f"/restapis/{props['restApi']}/stages/{props['stageName']}")


def create_stage(cloud: Cloud, props: Props) -> str:
    client = cloud.client("apigateway")
    client.create_stage(**stage(props), deploymentId=props["deployment"])
    return f"ags-{props['restApi']}-{props['stageName']}"


def settle_stage(cloud: Cloud, id_: str, props: Props) -> None:
    bare = {**stage(props), "deployment": props["deployment"]}
    update_stage(cloud, id_, Change(bare, props))


def update_stage(cloud: Cloud, id_: str, change: Change) -> None:
    client, old, new = cloud.client("apigateway"), change.old, change.new
    operations = patches(change, STAGE)
    for name in ("variables", "accessLogSettings"):
        operations += map_patches(name, old.get(name) or NOTHING, new.get(name) or NOTHING)
    if operations:
        client.update_stage(**stage(new), patchOperations=operations)
    retag(client, stage_arn(cloud, new), change)


def read_stage(cloud: Cloud, id_: str, props: Props) -> Props:
    client, arn = cloud.client("apigateway"), stage_arn(cloud, props)
    found = client.get_stage(**stage(props))
    seen = {name: found[word] for name, word in STAGE.items() if word in found}
    api, name = props["restApi"], props["stageName"]
    return seen | {
        "accessLogSettings": found.get("accessLogSettings") or {},
        "variables": found.get("variables") or {},
        "arn": arn,
        "executionArn": execution_arn(cloud, api, name),
        "invokeUrl": url_of(cloud, api, name),
        "tags": client.get_tags(resourceArn=arn)["tags"],
        "webAclArn": "",
    }


def delete_stage(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("apigateway").delete_stage(**stage(props))


TYPES = (
    ResourceType(
        token="aws:apigateway/deployment:Deployment",
        inputs=frozenset({"description", "restApi", "triggers", "variables"}),
        required=frozenset({"restApi"}),
        outputs=frozenset({"createdDate"}),
        replace_on=frozenset({"restApi", "triggers", "variables"}),
        create=create_deployment,
        read=read_deployment,
        update=update_deployment,
        delete=delete_deployment,
    ),
    ResourceType(
        token="aws:apigateway/stage:Stage",
        inputs=frozenset({*STAGE, "accessLogSettings", "restApi", "stageName", "variables"}),
        required=frozenset({"deployment", "restApi", "stageName"}),
        outputs=frozenset({"arn", "executionArn", "invokeUrl", "webAclArn"}),
        replace_on=frozenset({"restApi", "stageName"}),
        blocks={"accessLogSettings": frozenset({"destinationArn", "format"})},
        taggable=True,
        create=create_stage,
        find=lambda cloud, identity: f"ags-{identity['restApi']}-{identity['stageName']}",
        settle=settle_stage,
        read=read_stage,
        update=update_stage,
        delete=delete_stage,
    ),
)
