"""Stack: resources of a program, and which of them refer to which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Resource(Protocol):
    """What the engine registers; ``inputs`` have the provider's names."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def urn(self) -> str: ...
    @property
    def inputs(self) -> Mapping[str, Any]: ...
    @property
    def property_dependencies(self) -> Mapping[str, Sequence[str]]: ...


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A resource that was read from a file."""

    type: str
    name: str
    urn: str
    inputs: Mapping[str, Any]
    property_dependencies: Mapping[str, Sequence[str]]


def names_of(resource: Resource) -> set[str]:
    """Its name in the program, and that in AWS, which an ARN ends with, if a provider gave one."""
    return {resource.name, resource.inputs.get("name") or resource.name}


class Stack:
    """Resources by URN and type, with those that refer to one."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.all = tuple(resources)
        self.by_urn = {each.urn: each for each in self.all}
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._referrers: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        for each in self.all:
            self._by_type[each.type].append(each)
            for key, urns in each.property_dependencies.items():
                for urn in urns:
                    self._referrers[urn, each.type, key].append(each)

    def of(self, *kinds: str) -> Iterator[Resource]:
        """Every resource of some types, by name."""
        for kind in kinds:
            yield from sorted(self._by_type[kind], key=lambda each: each.name)

    def referring(self, to: Resource, kind: str, key: str) -> list[Resource]:
        """Resources of a type whose property ``key`` refers to one."""
        return self._referrers[to.urn, kind, key]

    def referred(self, by: Resource, key: str, *kinds: str) -> list[Resource]:
        """What a property refers to, of some types if any is named."""
        found = (self.by_urn.get(urn) for urn in by.property_dependencies.get(key, ()))
        return [each for each in found if each is not None and (not kinds or each.type in kinds)]
