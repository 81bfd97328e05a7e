"""Contract: the base class of the data that services exchange, with the limits of each field."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Matches:
    """A limit of a text: the regular expression matches all of it.

    ``words`` say in an error what the expression means; without them the error has the expression.
    """

    pattern: str
    words: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.pattern}
