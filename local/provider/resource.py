"""What the provider must know of a resource type, as a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.provider.cloud import Cloud
from local.provider.unsupported import UNSUPPORTED
from local.provider.wire import Props

NONE: frozenset[str] = frozenset()
TAGS = frozenset({"tags"})


@dataclass(frozen=True, kw_only=True)
class Naming:
    """Which property the engine names, and what AWS allows there."""

    property: str = "name"
    limit: int
    separator: str = "-"
    lower: bool = False
    suffix: Callable[[Props], str] = field(default=lambda props: "")


@dataclass(frozen=True)
class Change:
    """Inputs before and after an update."""

    old: Props
    new: Props

    def touches(self, *names: str) -> bool:
        return any(self.old.get(name) != self.new.get(name) for name in names)


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """One resource type: its vocabulary, what forces a replacement, and its life on the cloud.

    ``create`` makes the thing and returns its id; ``settle`` adds what a second call must add (when
    it fails, the thing is deleted again). ``read`` returns every output and each input it can see,
    or None when the thing is gone. Without ``update`` any change replaces. ``find`` returns the id
    of a leftover from the identity (name and replacing inputs) that an interrupted create noted
    down; without it the name is the id. ``volatile`` outputs are new after every update.
    ``blocks`` says, by dotted path, what a nested block may hold. ``unread`` are inputs that
    ``read`` cannot see; any other that it leaves out is gone. ``watched`` are properties that count
    as changed when they are no longer as the state has them, though the program does not set them.
    ``exact`` are properties in which an empty block is a choice, as ``{"allow": {}}``.
    ``planned_only`` says why the type can be in a preview alone.
    """

    token: str
    inputs: frozenset[str]
    create: Callable[[Cloud, Props], str]
    read: Callable[[Cloud, str, Props], Props | None]
    delete: Callable[[Cloud, str, Props], object]
    update: Callable[[Cloud, str, Change], object] | None = None
    settle: Callable[[Cloud, str, Props], object] | None = None
    find: Callable[[Cloud, Props], str | None] | None = None
    required: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    replace_on: frozenset[str] = frozenset()
    naming: Naming | None = None
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    unordered: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    volatile: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()
    taggable: bool = False
    planned_only: str = ""
    regional: bool = True
    check: Callable[[Props], Iterable[str]] = field(default=lambda props: ())

    @property
    def kept(self) -> frozenset[str]:
        """Properties that stay in the state although the emulator cannot honour them."""
        return frozenset(name for token, name in UNSUPPORTED if token == self.token)

    @property
    def accepted(self) -> frozenset[str]:
        """Every property a program may set."""
        return self.inputs | self.kept | (TAGS if self.taggable else NONE) | self._region

    def shows(self, name: str) -> bool:
        """Whether ``read`` returns this input as long as the resource has it."""
        hidden = self.unread | self.kept | TAGS | {"tagsAll"}
        return name not in hidden and not self.replaces(name)

    @property
    def computed(self) -> frozenset[str]:
        """Every output property."""
        return self.outputs | (frozenset({"tagsAll"}) if self.taggable else NONE)

    @property
    def _region(self) -> frozenset[str]:
        return frozenset({"region"}) if self.regional else NONE

    def replaces(self, name: str) -> bool:
        return self.update is None or name == "region" or name in self.replace_on
