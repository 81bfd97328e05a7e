"""Known answers: what the SDK works out for each resource again, although it is always the same.

That is the class behind the type of a property, the types of a class's properties, and the URN of a
resource whose parent's is known: together a tenth of the processor time of a program.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pulumi
from pulumi import _types
from pulumi.runtime import resource

_create_urn = resource.create_urn
# Each takes a type, and depends on nothing else.
OF_TYPES = (
    "unwrap_type",
    "unwrap_optional_type",
    "_is_optional_type",
    "resource_types",
    "resource_pulumi_to_py_names",
)
_asked = {name: getattr(_types, name) for name in OF_TYPES}


def keep() -> None:
    """Have the SDK of this process answer from what it knows, from now on."""
    for name, asked in _asked.items():
        setattr(_types, name, cache(asked))
    resource.create_urn = urn


def urn(name: Any, type_: Any, parent: Any = None, *more: Any, **named: Any) -> pulumi.Output[str]:
    """The URN of a resource: at once where all that it is made of is text."""
    if all(isinstance(part, str) for part in (name, type_, parent)):
        prefix, _, _ = parent.rpartition("::")
        return pulumi.Output.from_input(f"{prefix}${type_}::{name}")
    return _create_urn(name, type_, parent, *more, **named)
