"""Contract: the base class of the data that services exchange, with the limits of each field."""

from __future__ import annotations

from typing import Any, ClassVar


def camel_case(name: str) -> str:
    """The name of a field in JSON: ``orderId`` for ``order_id``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Contract:
    """Subclasses are frozen keyword-only dataclasses; fields that they do not have are refused.

    Handlers read and write them with ``contracts.codec``. The configuration is for pydantic, which
    derives the JSON schemas from the same classes, outside of functions.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "strict": True,
        "alias_generator": camel_case,
    }
