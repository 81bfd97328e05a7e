"""Card: what a service is for, what it owns, and which events and calls join it to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.event import Event

# Why idempotency records are in no backup.
IDEMPOTENCY = "its records expire with the messages that they are about"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One service on one page; the program, the pages and the tests read it."""

    name: str
    """The folder of the service, the source of its events, and the beginning of every name."""

    type_token: str
    """The type of the service's component in the URN of everything below it, as
    ``platform:services:Orders``; a change replaces all that the service has deployed."""

    capability: str
    """What the service is for, as a line of a table."""

    context: str
    """Its bounded context, in which words have one meaning; no other service has the same."""

    team: str
    """Who maintains it."""

    owns: tuple[str, ...]
    """The roles of its tables and buckets; no other service may touch these."""

    without_backup: Mapping[str, str] = field(default_factory=dict)
    """Tables that no nightly job of the service backs up, each with the reason. Every table has
    point-in-time recovery, for 35 days, in stages that keep data."""

    routes: tuple[str, ...] = ()
    """What its API answers, as ``POST /orders``."""

    messages: tuple[str, ...] = ()
    """What its WebSocket API answers: the ``action`` of messages."""

    fields: tuple[str, ...] = ()
    """What its GraphQL API answers: queries and mutations, as ``Query.products``."""

    publishes: tuple[type[Event], ...] = ()
    """Events that it publishes; no other service does."""

    outbox: tuple[type[Event], ...] = ()
    """Those of ``publishes`` that come from the stream of a table only, so that none is published
    for a row that was not written, and none is lost for one that was. Handlers publish the rest."""

    subscribes: Mapping[type[Event], tuple[type[Event], ...]] = field(default_factory=dict)
    """Events that it consumes, each with those that it may publish in turn."""

    calls: tuple[str, ...] = ()
    """Services that its functions call and wait for."""

    compensations: Mapping[type[Event], type[Event]] = field(default_factory=dict)
    """The commands to other services that it publishes, each with the one that undoes it."""
