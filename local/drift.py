"""Drift: how the state of a stage's stacks differs from what its emulator has.

The engine compares a program with its state. What was deleted or changed on the emulator by others
is in neither: every resource of a state is read by the provider's own ``read``, several at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from google.protobuf import json_format, struct_pb2

from local import inventory
from local.provider.cloud import Cloud
from local.provider.journal import Journal
from local.provider.lifecycle import Life
from local.provider.provider import split
from local.provider.registry import resource_types
from local.provider.wire import Props, from_struct

AT_ONCE = 8
# What the engine writes in place of a secret value, which without its key cannot be compared.
CIPHERTEXT = "ciphertext"


class Kind(StrEnum):
    """How a resource differs from its state; the values are those of ``platform drift --json``."""

    DELETED = "deleted"
    CHANGED = "changed"
    UNFINISHED = "unfinished"
    """An engine was ended while it created, changed or deleted it."""
    UNKNOWN = "unknown"
    """The emulator has it, and no state."""


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One resource that differs, or one property of it.

    Of ``UNKNOWN`` there are only ``type`` and ``name``, as the inventory has them.
    """

    kind: Kind
    type: str
    name: str
    stack: str = ""
    urn: str = ""
    id: str = ""
    property_name: str | None = None
    recorded: Any = None
    found: Any = None


@dataclass(frozen=True)
class Emulated:
    """What states are compared with: one region of a running emulator."""

    region: str
    endpoint: str

    def drift_of(self, deployments: Mapping[str, dict[str, Any]]) -> list[Drift]:
        """The drift of stacks from their states (``stacks.deployment``, by name).

        Raises ``ProviderError`` for a resource that cannot be read.
        """
        cloud = Cloud(region=self.region, endpoints={"sts": self.endpoint})
        unfinished, recorded = [], []
        for stack, deployment in deployments.items():
            pending = [each["resource"] for each in deployment.get("pending_operations") or []]
            for resource in deployment.get("resources") or []:
                if resource.get("delete"):
                    pending.append(resource)
                elif resource["type"] in resource_types():
                    recorded.append((stack, resource))
            unfinished += [Drift(kind=Kind.UNFINISHED, **_about(stack, each)) for each in pending]
        with ThreadPoolExecutor(AT_ONCE) as readers:
            found = readers.map(lambda each: list(_compare(cloud, *each)), recorded)
            return [*unfinished, *(drift for some in found for drift in some)]

    def unknown(self, deployments: Iterable[dict[str, Any]]) -> list[Drift]:
        """What the emulator has that none of these states has."""
        known = {
            text
            for deployment in deployments
            for resource in deployment.get("resources") or []
            for text in (resource.get("id"), *_texts(resource.get("outputs") or {}))
        }
        listed = (line.partition(": ") for line in inventory.of(self.endpoint, self.region))
        return [
            Drift(kind=Kind.UNKNOWN, type=kind, name=name)
            for kind, _, name in listed
            if _without_bus(kind, name) not in known
        ]


def _compare(cloud: Cloud, stack: str, resource: dict[str, Any]) -> Iterator[Drift]:
    kind = resource_types()[resource["type"]]
    state, inputs = (_props(resource.get(part) or {}) for part in ("outputs", "inputs"))
    there = cloud.at(state.get("region") or cloud.region)
    life = Life(there, Journal(None, cloud.endpoint), kind, resource["urn"])
    about = _about(stack, resource)
    changed = life.drift(resource["id"], state, inputs)
    if changed is None:
        yield Drift(kind=Kind.DELETED, **about)
        return
    expected = {**state, **inputs}
    for name, found in changed.items():
        yield Drift(
            kind=Kind.CHANGED,
            **about,
            property_name=name,
            recorded=expected.get(name),
            found=found,
        )


def _about(stack: str, resource: dict[str, Any]) -> dict[str, str]:
    urn = resource["urn"]
    token, name = split(urn)
    return {"stack": stack, "urn": urn, "type": token, "name": name, "id": resource.get("id", "")}


def _props(recorded: dict[str, Any]) -> Props:
    """Properties of a state as the provider takes them, but for those with a secret in them."""
    readable = {name: value for name, value in recorded.items() if not _is_secret(value)}
    return from_struct(json_format.ParseDict(readable, struct_pb2.Struct()))


def _is_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return CIPHERTEXT in value or any(map(_is_secret, value.values()))
    return isinstance(value, list) and any(map(_is_secret, value))


def _texts(value: Any) -> Iterator[str]:
    """Every text in nested properties."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _without_bus(kind: str, name: str) -> str:
    """The inventory calls a rule ``NAME on BUS``."""
    return name.partition(" on ")[0] if kind == "rule" else name
