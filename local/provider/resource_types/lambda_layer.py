"""Lambda: versions of layers, which never change once made."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import ResourceType
from local.provider.resource_types.archive import contents, zipped
from local.provider.shapes import call
from local.provider.wire import Props

SAID = ("compatibleArchitectures", "compatibleRuntimes", "description", "layerName", "licenseInfo")


def create_version(cloud: Cloud, props: Props) -> str:
    request = {key: props[key] for key in SAID if key in props}
    request["content"] = {"zipFile": zipped(contents(props["code"]))}
    return str(call(cloud.client("lambda"), "PublishLayerVersion", request)["LayerVersionArn"])


def read_version(cloud: Cloud, arn: str, props: Props) -> Props:
    found = cloud.client("lambda").get_layer_version_by_arn(Arn=arn)
    return {
        "arn": arn,
        "layerArn": found["LayerArn"],
        "layerName": found["LayerArn"].rpartition(":")[2],
        "version": str(found["Version"]),
        "createdDate": found["CreatedDate"],
        "codeSha256": found["Content"]["CodeSha256"],
        "sourceCodeHash": found["Content"]["CodeSha256"],
        "sourceCodeSize": found["Content"]["CodeSize"],
        "signingJobArn": "",
        "signingProfileVersionArn": "",
    }


def delete_version(cloud: Cloud, arn: str, props: Props) -> None:
    layer, _, version = arn.rpartition(":")
    cloud.client("lambda").delete_layer_version(
        LayerName=layer.rpartition(":")[2], VersionNumber=int(version)
    )


TYPES = (
    ResourceType(
        token="aws:lambda/layerVersion:LayerVersion",
        inputs=frozenset({*SAID, "code", "sourceCodeHash"}),
        required=frozenset({"layerName", "code"}),
        outputs=frozenset(
            {
                "arn",
                "codeSha256",
                "createdDate",
                "layerArn",
                "signingJobArn",
                "signingProfileVersionArn",
                "sourceCodeHash",
                "sourceCodeSize",
                "version",
            }
        ),
        create=create_version,
        read=read_version,
        delete=delete_version,
    ),
)
