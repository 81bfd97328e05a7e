"""Wire: the properties in a request of the engine, read in one pass into what rules see.

The SDK reads them in four: into plain values, then without markers of secrets, then into proxies
that refuse to show what is unknown, and these are read part by part.
"""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct, Value
from pulumi_policy import proxy
from pulumi_policy.deserialize import (
    SPECIAL_SECRET_SIG,
    SPECIAL_SIG_KEY,
    deserialize_properties,
)

from policies.framework.resource import UNKNOWN

# What the engine sends in place of a value of each type that it does not know yet.
UNKNOWNS = frozenset(value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_"))


class Known(dict[str, Any]):
    """Properties as rules see them, with ``UNKNOWN`` where it applies."""


def properties(sent: Struct) -> Known:
    """The properties of a resource."""
    return Known((key, _value(value)) for key, value in sent.fields.items())


def _value(sent: Value) -> Any:
    kind = sent.WhichOneof("kind")
    if kind == "string_value":
        text = sent.string_value
        return UNKNOWN if text in UNKNOWNS else text
    if kind == "struct_value":
        fields = sent.struct_value.fields
        if SPECIAL_SIG_KEY in fields:
            return _marked(sent)
        return {key: _value(part) for key, part in fields.items()}
    if kind == "list_value":
        return [_value(part) for part in sent.list_value.values]
    if kind == "bool_value":
        return sent.bool_value
    return sent.number_value if kind == "number_value" else None


def _marked(sent: Value) -> Any:
    """A secret, an asset or an archive, of which the SDK knows what they hold."""
    fields = sent.struct_value.fields
    if fields[SPECIAL_SIG_KEY].string_value == SPECIAL_SECRET_SIG and "value" in fields:
        return _value(fields["value"])
    return deserialize_properties({"": json_format.MessageToDict(sent)})[""]
