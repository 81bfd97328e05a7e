"""Event: something that happened, as its announcer, its rules and its listeners all know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from annotated_types import Ge, Le, MaxLen, MinLen

from contracts.contract import Contract
from contracts.field_types import Moment


@dataclass(frozen=True, kw_only=True)
class Message(Contract):
    """What travels in an envelope, where the version of its contract stands beside it."""

    version: ClassVar[int] = 1


class Event(Message):
    """``class OrderPlaced(Event, source="orders")``: the detail type is the name of the class."""

    source: ClassVar[str]
    detail_type: ClassVar[str]

    def __init_subclass__(cls, *, source: str, version: int = 1, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if version < 1:
            raise ValueError(f"version of {cls.__name__} must be at least 1, got {version}")
        cls.source, cls.version, cls.detail_type = source, version, cls.__name__


@dataclass(frozen=True, kw_only=True)
class Metadata(Contract):
    """What travels with every event; ``version`` is that of the data beside it."""

    event_id: Annotated[str, MinLen(1), MaxLen(64)]
    version: Annotated[int, Ge(1), Le(1_000)]
    correlation_id: Annotated[str, MinLen(1), MaxLen(128)]
    occurred_at: Moment
