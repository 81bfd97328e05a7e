"""Graph: which resource of a stack refers to which, whether or not the values are known yet."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pulumi

from policies.framework.resource import Resource

# What other resources call a resource by.
IDENTITIES = ("arn", "id", "name", "url")


class Graph:
    """The resources of a stack. A reference is a property dependency that the engine recorded, so
    that it is there at preview, or a value that equals the name or ARN of one resource of a class
    and of no other of that class. ``parents``, by URN, are given where they are known of more
    resources than the graph holds.
    """

    def __init__(
        self, resources: Iterable[Resource], parents: Mapping[str, str] | None = None
    ) -> None:
        self.resources = tuple(resources)
        self._parents = parents or {each.urn: each.parent for each in self.resources}
        self._by_urn = {resource.urn: resource for resource in self.resources}
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._by_identity: dict[str, dict[str, list[Resource]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._users: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        for resource in self.resources:
            self._by_type[resource.type].append(resource)
            for identity in _identities(resource):
                self._by_identity[identity][resource.type].append(resource)

    def all(self, kind: type[pulumi.Resource]) -> Sequence[Resource]:
        """Every resource of a class."""
        return self._by_type[token(kind)]

    def of(
        self, source: Resource, key: str, kind: type[pulumi.Resource] | None = None
    ) -> Sequence[Resource]:
        """The resources, of one class if given, that a property of ``source`` refers to."""
        urns, value = source.property_dependencies.get(key, ()), source.properties.get(key)
        if not urns and value is None:
            return []
        found = {urn: self._by_urn[urn] for urn in urns if urn in self._by_urn}
        if self._by_identity:
            for text in strings(value):
                found |= {target.urn: target for target in self._called(text)}
        found.pop(source.urn, None)
        wanted = kind and token(kind)
        return [target for target in found.values() if wanted in (None, target.type)]

    def _called(self, text: str) -> Iterator[Resource]:
        """The resources of that name or ARN, of each class where it is the only one's."""
        for alike in self._by_identity.get(text, {}).values():
            if len(alike) == 1:
                yield alike[0]

    def users(self, target: Resource, kind: type[pulumi.Resource], key: str) -> Sequence[Resource]:
        """The resources of a class whose property ``key`` refers to ``target``.

        A reference to a component counts for every resource in it: a remote component's outputs
        do not say which of its children they are from.
        """
        asked = (token(kind), key)
        if asked not in self._users:
            users: dict[str, list[Resource]] = defaultdict(list)
            for source in self.all(kind):
                for found in self.of(source, key):
                    users[found.urn].append(source)
            self._users[asked] = users
        by_target = self._users[asked]
        return [user for urn in self.lineage(target) for user in by_target.get(urn, ())]

    def lineage(self, resource: Resource) -> Iterator[str]:
        """The URNs of a resource and of the components around it, innermost first, as far as
        their parents are known.
        """
        urn = resource.urn
        while urn:
            yield urn
            urn = self._parents.get(urn, "")


def _identities(resource: Resource) -> set[str]:
    """What other resources call it by, as far as that is known."""
    found = (resource.properties.get(key) for key in IDENTITIES)
    return {each for each in found if isinstance(each, str) and each}


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


@lru_cache(maxsize=8192)
def document(text: str) -> Mapping[str, Any]:
    """A JSON object from its text; empty if it is none."""
    try:
        parsed = json.loads(text)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, Mapping) else {}
