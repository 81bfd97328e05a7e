"""Who refers to whom among the resources of a stack, known values or not."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pulumi

from policies.seen import Seen

# What other resources call a resource by.
IDENTITIES = ("arn", "id", "name", "url")


class Graph:
    """A stack. References come from the engine's own record of what a property was made from,
    so that they are there at preview; a value that equals another's name or ARN counts, too.
    """

    def __init__(self, resources: Iterable[Seen]) -> None:
        self.resources = tuple(resources)
        self._by_urn = {resource.urn: resource for resource in self.resources}
        self._by_type: dict[str, list[Seen]] = defaultdict(list)
        self._by_identity: dict[str, list[Seen]] = defaultdict(list)
        self._users: dict[tuple[str, str], dict[str, list[Seen]]] = {}
        for resource in self.resources:
            self._by_type[resource.type].append(resource)
            for key in IDENTITIES:
                identity = resource.properties.get(key)
                if isinstance(identity, str) and identity:
                    self._by_identity[identity].append(resource)

    def all(self, kind: type[pulumi.Resource]) -> Sequence[Seen]:
        """Every resource of a class."""
        return self._by_type[token(kind)]

    def of(
        self, source: Seen, key: str, kind: type[pulumi.Resource] | None = None
    ) -> Sequence[Seen]:
        """The resources, of one class if given, that a property of ``source`` refers to."""
        urns = source.property_dependencies.get(key, ())
        found = {urn: self._by_urn[urn] for urn in urns if urn in self._by_urn}
        if self._by_identity:
            for text in strings(source.properties.get(key)):
                found |= {target.urn: target for target in self._by_identity.get(text, ())}
        found.pop(source.urn, None)
        wanted = kind and token(kind)
        return [target for target in found.values() if wanted in (None, target.type)]

    def users(self, target: Seen, kind: type[pulumi.Resource], key: str) -> Sequence[Seen]:
        """The resources of a class whose property ``key`` refers to ``target``.

        What refers to a component refers to what is in it, since a remote component's outputs
        do not tell which of its children they are from.
        """
        asked = (token(kind), key)
        if asked not in self._users:
            users: dict[str, list[Seen]] = defaultdict(list)
            for source in self.all(kind):
                for found in self.of(source, key):
                    users[found.urn].append(source)
            self._users[asked] = users
        by_target = self._users[asked]
        return [user for urn in self._line(target) for user in by_target.get(urn, ())]

    def near(self, source: Seen) -> Sequence[Seen]:
        """Everything that some property of ``source`` refers to."""
        found = {
            target.urn: target
            for key in (*source.property_dependencies, *source.keys)
            for target in self.of(source, key)
        }
        return list(found.values())

    def _line(self, resource: Seen) -> Iterator[str]:
        """A resource and the components around it, innermost first."""
        urn = resource.urn
        while urn:
            yield urn
            urn = self._by_urn[urn].parent if urn in self._by_urn else ""


def token(kind: type[pulumi.Resource]) -> str:
    """The type token of a resource class."""
    name: str = kind.pulumi_type  # type: ignore[attr-defined]
    return name


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, those inside JSON documents included."""
    if isinstance(value, str):
        yield value
        if value.startswith("{"):
            yield from strings(document(value))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from strings(part)


def document(text: str) -> Mapping[str, Any]:
    """A JSON object from its text; empty if it is none."""
    try:
        parsed = json.loads(text)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, Mapping) else {}
