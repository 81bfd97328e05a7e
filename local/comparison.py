"""Drift: how the state of a stage's stacks differs from what its emulator has.

Every resource of a state is read as the engine's refresh would read it, through the provider; and
whatever the emulator lists must be in a state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import Any

from google.protobuf import json_format, struct_pb2

from local import inventory
from local.provider.cloud import Cloud
from local.provider.differing import difference
from local.provider.errors import ProviderError
from local.provider.journal import Journal
from local.provider.lifecycle import Life
from local.provider.provider import split
from local.provider.registry import resource_types
from local.provider.wire import Props, from_struct

AT_ONCE = 16


class Kind(Enum):
    """How a resource differs."""

    MISSING = "is in the state only"
    CHANGED = "has other properties than in the state"
    UNFINISHED = "was begun and not ended"
    UNREADABLE = "cannot be read"
    UNKNOWN = "is in no state"


@dataclass(frozen=True, order=True)
class Deviation:
    """One resource that differs: its URN, or what the emulator calls it if no state has it.

    ``details`` are the names of properties that differ, or the words of an error.
    """

    resource: str
    kind: Kind
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        more = f" ({', '.join(self.details)})" if self.details else ""
        return f"{self.resource} {self.kind.value}{more}"


@dataclass(frozen=True)
class Emulated:
    """What is compared with: one region of a running emulator."""

    region: str
    endpoint: str

    def drift_of(self, deployment: dict[str, Any]) -> list[Deviation]:
        """The deviations of one stack's state (``stacks.deployment``)."""
        resources = deployment.get("resources") or []
        unfinished = [
            *(each["resource"] for each in deployment.get("pending_operations") or []),
            *(each for each in resources if each.get("delete")),
        ]
        cloud = Cloud(region=self.region, endpoints={"sts": self.endpoint})
        journal = Journal(None, self.endpoint)

        def read(resource: dict[str, Any]) -> Deviation | None:
            kind = resource_types()[resource["type"]]
            return deviation(resource, Life(cloud, journal, kind, resource["urn"]))

        ours = [each for each in resources if each["type"] in resource_types()]
        with ThreadPoolExecutor(AT_ONCE) as readers:
            found = [each for each in readers.map(read, ours) if each]
        return [*(Deviation(each["urn"], Kind.UNFINISHED) for each in unfinished), *found]

    def unknown(self, deployments: Iterable[dict[str, Any]]) -> list[Deviation]:
        """What the emulator has that none of these states has."""
        known = {
            text
            for deployment in deployments
            for resource in deployment.get("resources") or []
            for text in (resource.get("id"), *texts(resource.get("outputs") or {}))
        }
        return [
            Deviation(line, Kind.UNKNOWN)
            for line in inventory.of(self.endpoint, self.region)
            if name_in(line) not in known
        ]


def deviation(resource: dict[str, Any], life: Life) -> Deviation | None:
    """How one resource of a state, as the engine writes it, differs from what there is."""
    inputs, state = plain(resource.get("inputs")), plain(resource.get("outputs"))
    try:
        seen = life.read(resource["id"], state, inputs)
    except ProviderError as error:
        return Deviation(resource["urn"], Kind.UNREADABLE, (str(error),))
    if seen is None:
        return Deviation(resource["urn"], Kind.MISSING)
    names = difference(life.kind, inputs, seen[1]).names
    return Deviation(resource["urn"], Kind.CHANGED, tuple(names)) if names else None


def plain(written: dict[str, Any] | None) -> Props:
    """The properties of a resource in a state file, as the provider gets them from the engine."""
    return from_struct(json_format.ParseDict(written or {}, struct_pb2.Struct()))


def texts(value: Any) -> Iterator[str]:
    """Every text in nested properties."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def name_in(line: str) -> str:
    """What a line of the inventory calls a resource: ``rule: NAME on BUS``, ``queue: URL``."""
    kind, _, name = line.partition(": ")
    return name.partition(" on ")[0] if kind == "rule" else name


def short(urn: str) -> str:
    """Stack, type and name of a URN, for people."""
    kind, name = split(urn)
    return f"{urn.split(':')[2]} {kind.rpartition(':')[2]} {name}"
