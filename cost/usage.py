"""Usage: how a stage is used in a month, from a file, at three volumes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import yaml

from cost.kinds import (
    API,
    ARRIVES_AT,
    BUCKET,
    FUNCTION,
    GRAPHQL_API,
    REPOSITORY,
    REST_API,
    TABLE,
)
from cost.stack import Stack

VOLUMES = 3
# Fields that add to a bill; others say how much what is added is.
ADDS = ("requests", "arrives", "tables", "storage_gb", "fixed_gb")


class UsageError(ValueError):
    """A usage file that says nothing of this stage; the message names the file and the line."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Amounts for one ``unit``, as an order or a thousand requests; ``volumes`` has how many of it
    there are in a month, under three names.
    """

    text: str
    """What the figures are, and where they are from."""

    unit: str
    volumes: Mapping[str, float]

    requests: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By API and route: ``orders-api: {"POST /orders": 1}``."""

    events: Mapping[str, Any] = field(default_factory=dict)
    """Events on the bus, by detail type; where rules select by their data, with those values:
    ``OrderPlaced: {count: 1, data: {mode: saga}}``."""

    arrives: Mapping[str, float] = field(default_factory=dict)
    """What else arrives at a function, queue, topic, stream, bucket, table, or state machine, by
    name: what nothing in the resources says, as a message that a function sends."""

    shares: Mapping[str, float] = field(default_factory=dict)
    """The part that a rule, a subscription or a task of a state machine takes, 1 if not given."""

    ms: Mapping[str, float] = field(default_factory=dict)
    """Duration of functions by name; ``default`` for the others."""

    batch: Mapping[str, float] = field(default_factory=dict)
    """Messages of an invocation by function; ``default`` for the others."""

    reads: float = 1
    """Read units of an invocation on each table that its function may read."""

    writes: float = 1
    """Write units of an invocation on each table that its function may write."""

    tables: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Reads and writes of tables that are known better: ``{reads: 1, writes: 0}`` a unit."""

    log_kb: float = 1
    """Of the log, for each invocation and each request."""

    event_kb: float = 1
    """Of an event in an archive and a record in a delivery stream."""

    traced: float = 0.05
    """The part of requests that is traced: X-Ray takes the first of a second, and 5 %."""

    storage_gb: Mapping[str, float] = field(default_factory=dict)
    """By table, bucket or repository of images, for one unit."""

    fixed_gb: Mapping[str, float] = field(default_factory=dict)
    """By table, bucket or repository, whatever the volume."""

    users: float = 0
    """Users who sign in, for one unit."""

    mails: float = 0

    def __post_init__(self) -> None:
        if len(self.volumes) != VOLUMES:
            raise UsageError(f"volumes must be {VOLUMES}, got {list(self.volumes)}")
        for name, volume in self.volumes.items():
            if volume < 0:
                raise UsageError(f"volumes: {name} must be 0 or more, got {volume}")

    def duration(self, function: str) -> float:
        """Milliseconds of an invocation."""
        return self.ms.get(function, self.ms.get("default", 50))

    def batch_of(self, function: str) -> float:
        """Messages of an invocation."""
        return self.batch.get(function, self.batch.get("default", 1))


def load(file: Path) -> Usage:
    """Read a file; raises ``UsageError`` for what a usage does not have."""
    given: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(given, dict):
        raise UsageError(f"{file}: a usage is a list of names with values, got {given!r}")
    known = [each.name for each in fields(Usage)]
    if unknown := sorted(set(given) - set(known)):
        raise UsageError(f"{file}: knows no {', '.join(unknown)}; there are {', '.join(known)}")
    if missing := [name for name in ("text", "unit", "volumes") if name not in given]:
        raise UsageError(f"{file}: {', '.join(missing)} must be given")
    try:
        return Usage(**given)
    except UsageError as wrong:
        raise UsageError(f"{file}: {wrong}") from None


def check(usage: Usage, stack: Stack, routes: Mapping[str, list[str]]) -> None:
    """Raise ``UsageError`` for names that no resource of the stack has."""
    for key, there in _present(stack).items():
        _known(key, getattr(usage, key), there)
    for api, asked in usage.requests.items():
        _known(f"requests: {api}", asked, set(routes[api]))


def only(usage: Usage, stack: Stack, routes: Mapping[str, list[str]]) -> tuple[Usage, list[str]]:
    """A usage without what names no resource of the stack, which may be a part of a stage; and
    what is not counted therefore.
    """
    kept: dict[str, Any] = {
        key: {name: value for name, value in getattr(usage, key).items() if name in there}
        for key, there in _present(stack).items()
    }
    absent = [
        f"{key}: {name}" for key in ADDS for name in getattr(usage, key) if name not in kept[key]
    ]
    for api, asked in kept["requests"].items():
        kept["requests"][api] = {each: n for each, n in asked.items() if each in routes[api]}
        absent += [f"requests: {api}: {each}" for each in asked if each not in routes[api]]
    return replace(usage, **kept), absent


def _present(stack: Stack) -> dict[str, set[str]]:
    """What the stack has, by the field whose names are to be of it."""
    names = {each.name for each in stack.of(*ARRIVES_AT)}
    stores = {each.name for each in stack.of(TABLE, BUCKET, REPOSITORY)}
    functions = {each.name for each in stack.of(FUNCTION)} | {"default"}
    apis = {each.name.removesuffix("-api") for each in stack.of(REST_API, API, GRAPHQL_API)}
    anything = {each.name for each in stack.all}
    return {
        "requests": apis,
        "arrives": names,
        "shares": anything,
        "ms": functions,
        "batch": functions,
        "tables": {each.name for each in stack.of(TABLE)},
        "storage_gb": stores,
        "fixed_gb": stores,
    }


def _known(key: str, given: Mapping[str, Any], there: set[str]) -> None:
    if unknown := sorted(set(given) - there):
        raise UsageError(
            f"{key}: this stage has no {', '.join(unknown)}; it has {', '.join(sorted(there))}"
        )
