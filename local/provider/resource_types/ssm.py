"""Systems Manager: parameters."""

from __future__ import annotations

from collections.abc import Iterator

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

ASKED = ("name", "type", "description", "allowedPattern", "dataType", "keyId", "tier")


def one_value(props: Props) -> Iterator[str]:
    if ("value" in props) == ("insecureValue" in props):
        yield "exactly one of value and insecureValue must be given"


def put(cloud: Cloud, props: Props, *, overwrite: bool) -> None:
    request = {name: props[name] for name in ASKED if name in props}
    request["value"] = props.get("value", props.get("insecureValue"))
    request["overwrite"] = overwrite
    shapes.call(cloud.client("ssm"), "PutParameter", request)


def add_tags(cloud: Cloud, name: str, pairs: dict[str, str]) -> None:
    if pairs:
        cloud.client("ssm").add_tags_to_resource(
            ResourceType="Parameter", ResourceId=name, Tags=tags.as_pairs(pairs)
        )


def create_parameter(cloud: Cloud, props: Props) -> str:
    put(cloud, props, overwrite=bool(props.get("overwrite")))
    return str(props["name"])


def read_parameter(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]
    said = "insecureValue" if "insecureValue" in props else "value"
    return {
        said: seen["Value"],
        "value": seen["Value"],
        "arn": seen["ARN"],
        "name": name,
        "type": seen["Type"],
        "version": seen["Version"],
        "hasValueWo": False,
    }


def update_parameter(cloud: Cloud, name: str, change: Change) -> None:
    if change.touches(*ASKED, "value", "insecureValue"):
        put(cloud, change.new, overwrite=True)
    if gone := tags.to_remove(change):
        cloud.client("ssm").remove_tags_from_resource(
            ResourceType="Parameter", ResourceId=name, TagKeys=gone
        )
    add_tags(cloud, name, tags.to_set(change))


TYPES = (
    ResourceType(
        token="aws:ssm/parameter:Parameter",
        inputs=frozenset({*ASKED, "value", "insecureValue", "overwrite"}),
        required=frozenset({"type"}),
        outputs=frozenset({"arn", "version", "hasValueWo"}),
        defaults={"dataType": "text", "tier": "Standard"},
        replace_on=frozenset({"name", "dataType"}),
        volatile=frozenset({"version"}),
        naming=Naming(limit=1011),
        unread=frozenset({"allowedPattern", "description", "keyId", "overwrite", "tier"}),
        taggable=True,
        check=one_value,
        create=create_parameter,
        settle=lambda cloud, name, props: add_tags(cloud, name, tags.tags_of(props)),
        read=read_parameter,
        update=update_parameter,
        delete=lambda cloud, name, props: cloud.client("ssm").delete_parameter(Name=name),
    ),
)
