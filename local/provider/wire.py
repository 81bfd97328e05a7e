"""Between the engine's protobuf structs and plain Python values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf import struct_pb2
from pulumi.runtime import rpc

Props = dict[str, Any]

SIGNATURE: Final = rpc._special_sig_key
ASSETS: Final = (rpc._special_asset_sig, rpc._special_archive_sig)


class Unknown:
    """A value that is known after a deployment only."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, eq=False)
class Asset:
    """A file or an archive as the engine sent it, its hash included."""

    fields: Mapping[str, Any]

    @property
    def is_archive(self) -> bool:
        return bool(self.fields[SIGNATURE] == rpc._special_archive_sig)

    @property
    def path(self) -> str | None:
        return self.fields.get("path")

    @property
    def text(self) -> str | None:
        return self.fields.get("text")

    @property
    def members(self) -> Mapping[str, Asset]:
        return self.fields.get("assets") or {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Asset):
            return False
        if self.fields.get("hash") and other.fields.get("hash"):
            return bool(self.fields["hash"] == other.fields["hash"])
        return dict(self.fields) == dict(other.fields)

    __hash__ = None  # type: ignore[assignment]


def contains_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    return value is UNKNOWN


def from_struct(struct: struct_pb2.Struct) -> Props:
    """What the struct says; nulls count as absent."""
    plain = ((key, from_value(value)) for key, value in struct.fields.items())
    return {key: value for key, value in plain if value is not None}


def from_value(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "string_value":
        return UNKNOWN if value.string_value == rpc.UNKNOWN else value.string_value
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [from_value(item) for item in value.list_value.values]
    if kind == "struct_value":
        return _from_signed(from_struct(value.struct_value))
    return None


def _from_signed(fields: Props) -> Any:
    """Secrets and outputs are opened (the engine marks them again by name), assets kept whole."""
    signature = fields.get(SIGNATURE)
    if signature in ASSETS:
        return Asset(fields)
    if signature == rpc._special_secret_sig:
        return fields.get("value")
    if signature == rpc._special_output_value_sig:
        return fields.get("value", UNKNOWN)
    if signature == rpc._special_resource_sig:
        return fields.get("id") or fields.get("urn")
    return fields


def to_struct(props: Mapping[str, Any]) -> struct_pb2.Struct:
    present = {key: value for key, value in props.items() if value is not None}
    return struct_pb2.Struct(fields={key: to_value(value) for key, value in present.items()})


def to_value(value: Any) -> struct_pb2.Value:
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=rpc.UNKNOWN)
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if isinstance(value, str):
        return struct_pb2.Value(string_value=value)
    if isinstance(value, Asset):
        return struct_pb2.Value(struct_value=to_struct(value.fields))
    if isinstance(value, Mapping):
        return struct_pb2.Value(struct_value=to_struct(value))
    if isinstance(value, list | tuple | set | frozenset):
        items = [to_value(item) for item in value]
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
    raise TypeError(f"cannot send a {type(value).__name__} to the engine: {value!r}")
