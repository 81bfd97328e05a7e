"""Mechanical translation between Pulumi's camelCase properties and botocore's service models."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore import xform_name
from botocore.model import ListShape, MapShape, Shape, StructureShape

from local.provider.errors import ProviderError
from local.provider.wire import Props

Renames = Mapping[str, str]


def call(client: Any, operation: str, props: Props, renames: Renames | None = None) -> Props:
    """Call ``operation`` (say ``CreateTable``) with what ``props`` means in its input shape."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    method = getattr(client, xform_name(operation))
    return dict(method(**to_request(shape, props, renames or {})))


def to_request(shape: Shape, value: Any, renames: Renames, path: str = "") -> Any:
    """``value`` in the words of ``shape``; a word that the shape does not know is refused.

    ``renames`` says where AWS's word differs, by the property's dotted path: ``{"name":
    "TableName", "attributes.name": "AttributeName"}``.
    """
    if isinstance(shape, StructureShape):
        return _structure(shape, value, renames, path)
    if isinstance(shape, ListShape):
        items = value if isinstance(value, list) else [value]
        return [to_request(shape.member, item, renames, path) for item in items]
    if isinstance(shape, MapShape):
        return {key: to_request(shape.value, item, renames, path) for key, item in value.items()}
    return _scalar(shape, value)


def _structure(shape: StructureShape, value: Any, renames: Renames, path: str) -> Props:
    if isinstance(value, list):  # a block that AWS allows once
        value = value[0] if value else {}
    members = _members(shape)
    request: Props = {}
    for key, item in value.items():
        here = f"{path}.{key}" if path else key
        member = members.get(renames.get(here, key).lower())
        if member is None:
            known = ", ".join(sorted(shape.members))
            raise ProviderError(f"{here} means nothing to {shape.name}, which knows {known}")
        request[member] = to_request(shape.members[member], item, renames, here)
    return request


@cache
def _members(shape: StructureShape) -> dict[str, str]:
    return {name.lower(): name for name in shape.members}


def _scalar(shape: Shape, value: Any) -> Any:
    if shape.type_name in ("integer", "long"):
        return int(value)
    if shape.type_name in ("float", "double"):
        return float(value)
    if shape.type_name == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if shape.type_name == "string":
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def to_properties(value: Any, renames: Renames | None = None) -> Any:
    """A response in Pulumi's words: first letters lowered, ``renames`` by AWS's member name."""
    if isinstance(value, Mapping):
        return {
            (renames or {}).get(key, key[:1].lower() + key[1:]): to_properties(item, renames)
            for key, item in value.items()
            if key != "ResponseMetadata"
        }
    if isinstance(value, list):
        return [to_properties(item, renames) for item in value]
    return value if isinstance(value, str | bool | int | float) or value is None else str(value)
