"""EventBridge Schemas: registries and schemas, which live in the state only.

The emulator has no schema registry. What a program says of one is checked, kept and compared; a
consumer that looks a schema up finds no registry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from local.provider.cloud import Cloud
from local.provider.resource import Naming, ResourceType
from local.provider.wire import UNKNOWN, Props

KINDS = ("JSONSchemaDraft4", "OpenApi3")
LARGEST = 100_000


def registry_arn(cloud: Cloud, name: str, props: Props) -> Props:
    return {"name": name, "arn": cloud.arn("schemas", f"registry/{name}")}


def schema_id(cloud: Cloud, props: Props) -> str:
    return f"{props['name']}/{props['registryName']}"


def schema_arn(cloud: Cloud, id_: str, props: Props) -> Props:
    name, _, registry = id_.rpartition("/")
    arn = cloud.arn("schemas", f"schema/{registry}/{name}")
    return {"name": name, "registryName": registry, "arn": arn}


def what_is_wrong(props: Props) -> Iterator[str]:
    """What AWS would refuse, since nothing behind this type does."""
    if props.get("type") not in (*KINDS, UNKNOWN, None):
        yield f"type must be one of {', '.join(KINDS)}, got {props['type']}"
    content = props.get("content")
    if not isinstance(content, str):
        return
    if len(content) > LARGEST:
        yield f"content must be at most {LARGEST} characters, got {len(content)}"
    try:
        json.loads(content)
    except ValueError as error:
        yield f"content must be JSON: {error}"


TYPES = (
    ResourceType(
        token="aws:schemas/registry:Registry",
        inputs=frozenset({"name"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=64),
        taggable=True,
        create=lambda cloud, props: str(props["name"]),
        read=registry_arn,
        update=lambda cloud, name, change: None,
        delete=lambda cloud, name, props: None,
    ),
    ResourceType(
        token="aws:schemas/schema:Schema",
        inputs=frozenset({"name", "registryName"}),
        required=frozenset({"content", "registryName", "type"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name", "registryName"}),
        naming=Naming(limit=385),
        documents=frozenset({"content"}),
        taggable=True,
        check=what_is_wrong,
        create=schema_id,
        read=schema_arn,
        update=lambda cloud, id_, change: None,
        delete=lambda cloud, id_, props: None,
    ),
)
