"""Plain values: text, numbers and the like, in which the SDK would look for more than there is.

They are most of what a program sends and receives, and each of them passes unchanged; to find that
out takes the SDK a tenth of the processor time of a program.
"""

from __future__ import annotations

from typing import Any

from pulumi import _types
from pulumi.runtime import rpc

_serialize_property = rpc.serialize_property
_deserialize_property = rpc.deserialize_property
_translate_output_properties = rpc.translate_output_properties

# A value of one of these types has nothing in it, and is never an unknown one.
PLAIN = frozenset((str, bool, int, float, type(None)))


def pass_on() -> None:
    """Have the SDK of this process hand them on as they are, from now on."""
    rpc.serialize_property = serialize_property
    rpc.deserialize_property = deserialize_property
    rpc.translate_output_properties = translate_output_properties


async def serialize_property(
    value: Any, deps: Any, property_key: Any, *more: Any, **named: Any
) -> Any:
    """A value in the form of the engine's protocol; ``more`` and ``named`` are the SDK's."""
    if type(value) in PLAIN and not named.get("return_protobuf_value"):
        return value
    return await _serialize_property(value, deps, property_key, *more, **named)


def deserialize_property(value: Any, *more: Any, **named: Any) -> Any:
    """A value of the engine's protocol as the program has it."""
    if type(value) in PLAIN and value != rpc.UNKNOWN:
        return value
    return _deserialize_property(value, *more, **named)


def translate_output_properties(
    output: Any, output_transformer: Any, typ: Any = None, *more: Any, **named: Any
) -> Any:
    """An output with the names and types that its class has for it."""
    kind = type(output)
    if kind in PLAIN:
        expected = _types.unwrap_optional_type(typ) if typ else None
        if expected in (None, Any, kind):
            return output
    return _translate_output_properties(output, output_transformer, typ, *more, **named)
