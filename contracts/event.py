"""Events: the base classes of what services publish, and the metadata of an envelope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from contracts.contract import Contract
from contracts.field_types import Moment
from contracts.limits import Ge, Le, MaxLen, MinLen


class Message(Contract):
    """Data that is sent in an envelope; the metadata there names the version of its contract."""

    version: ClassVar[int] = 1


class Event(Message):
    """A message on the event bus: ``class OrderPlaced(Event, source="orders", version=2)``.

    ``source`` is the service that publishes it; the detail type is the name of the class. From the
    class come the publisher's check, the event patterns of subscriptions and the schema.
    """

    source: ClassVar[str]
    detail_type: ClassVar[str]

    def __init_subclass__(cls, *, source: str, version: int = 1, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if version < 1:
            raise ValueError(f"version of {cls.__name__} must be at least 1, got {version}")
        cls.source, cls.version, cls.detail_type = source, version, cls.__name__


@dataclass(frozen=True, kw_only=True)
class Metadata(Contract):
    """The metadata of an envelope."""

    event_id: Annotated[str, MinLen(1), MaxLen(64)]
    """Identifies the event; a repeated delivery has the same id."""
    version: Annotated[int, Ge(1), Le(1_000)]
    """The version of the contract of the data."""
    correlation_id: Annotated[str, MinLen(1), MaxLen(128)]
    """The request that led to the event, in the logs and traces of every service."""
    occurred_at: Moment
    """When the event was published; of two about one row the later one has the later time."""
