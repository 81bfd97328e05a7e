"""Resource: what a rule sees of a resource, read from the engine, a recording or a fixture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Final, Protocol

from policies.framework.older_types import OLDER


class Marker(Enum):
    """Stands where the engine does not know a value yet, as at preview."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Marker.UNKNOWN


class Undecided(Exception):
    """A rule needs a value that is not known yet; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One resource; ``properties`` in the provider's camelCase, with ``UNKNOWN`` where it applies.
    ``type`` is the later of two names for one thing.

    ``property_dependencies`` says, key by key, the URNs of the resources a value was made from.
    """

    type: str
    name: str
    urn: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    parent: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", OLDER.get(self.type, self.type))

    @property
    def keys(self) -> frozenset[str]:
        """The properties that were given, known or not."""
        return frozenset(self.properties)

    @cached_property
    def stack(self) -> str:
        """The stack in the URN: ``prod``, ``dev-orders``."""
        return self.urn.removeprefix("urn:pulumi:").partition("::")[0]

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """The tags whose values are known; none while the engine does not know them."""
        tags = self.properties.get("tags")
        if not isinstance(tags, Mapping):
            return {}
        return {key: value for key, value in tags.items() if isinstance(value, str)}

    def get(self, path: str, default: Any = None) -> Any:
        """The value at a dotted path; raises ``Undecided`` where it, or the way, is unknown."""
        value = self._at(path)
        if value is UNKNOWN:
            raise Undecided(f"{path} is not known yet")
        return default if value is None else value

    def has(self, path: str) -> bool:
        """Whether there is a value, known or not, at a dotted path; an empty one counts as none."""
        value = self._at(path)
        return value is not None and value not in ("", [], {})

    def _at(self, path: str) -> Any:
        value: Any = self.properties
        for number, key in enumerate(parts := path.split(".")):
            if value is UNKNOWN:
                raise Undecided(f"{'.'.join(parts[:number])} is not known yet")
            if not isinstance(value, Mapping):
                return None
            value = value.get(key)
        return value


class Registration(Protocol):
    """What a recorded registration of a resource offers."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def urn(self) -> str: ...
    @property
    def inputs(self) -> Mapping[str, Any]: ...
    @property
    def outputs(self) -> Mapping[str, Any]: ...
    @property
    def parent(self) -> str: ...
    @property
    def dependencies(self) -> Sequence[str]: ...
    @property
    def property_dependencies(self) -> Mapping[str, Sequence[str]]: ...


def registered(resource: Registration) -> Resource:
    """A resource as its program registered it: what it is called by, and its inputs, all known."""
    return Resource(
        type=resource.type,
        name=resource.name,
        urn=resource.urn,
        properties={**resource.outputs, **resource.inputs},
        property_dependencies={
            key: tuple(urns) for key, urns in resource.property_dependencies.items()
        },
        dependencies=tuple(resource.dependencies),
        parent=resource.parent,
    )
