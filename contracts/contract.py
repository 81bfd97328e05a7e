"""Contract: what one service may know of another's data, with its limits, in one closed class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


def camel_case(name: str) -> str:
    """The name of a field on the wire: ``order_id`` travels as ``orderId``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Contract:
    """Subclasses are frozen keyword-only dataclasses, so that a handler imports no validator.

    The configuration is pydantic's own, for the schemas and the tests that read these classes
    through it; ``codec`` keeps the same rules without it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "strict": True,
        "alias_generator": camel_case,
    }


@dataclass(frozen=True)
class Matches:
    """A limit on text: the whole of it is of this form."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.pattern}
