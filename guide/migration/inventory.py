"""Inventory: the modules of a monolith, as a file describes them, checked when it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Trait: TypeAlias = Literal["crud", "async", "workflow", "domain"]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
Trigger: TypeAlias = Literal["upload", "change", "message", "schedule", "event"]

# Of the traits the order in which their modules move.
TRAITS: tuple[Trait, ...] = ("crud", "async", "workflow", "domain")


class InventoryError(ValueError):
    """A file that describes no inventory; the message has each place and what is wrong there."""


class Module(BaseModel):
    """One module of a monolith."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    """Lower case with hyphens, once in the inventory."""
    about: Annotated[str, Field(min_length=1, max_length=200)]
    """What it does, in a line."""
    traits: frozenset[Trait] = frozenset()
    """``crud``: reads and simple changes; ``async``: work that no caller waits for; ``workflow``: a
    process of several steps; ``domain``: a part of the business with rules of its own."""
    stateless: bool = True
    """Whether a request finds all it needs in its data stores: no session, no local file."""
    operations: Annotated[int, Field(ge=1, le=500)] = 1
    """How many routes or jobs it has."""
    tables: tuple[Name, ...] = ()
    """The tables that it writes."""
    calls: tuple[Name, ...] = ()
    """Modules that it calls and waits for."""
    publishes: tuple[str, ...] = ()
    """What others are to know of it: events, named in the past tense."""
    signed_in: bool = False
    """Whether it asks who the user is."""
    trigger: Trigger | None = None
    """What starts the work of an ``async`` module."""
    steps: tuple[str, ...] = ()
    """The steps of a ``workflow``, in their order."""
    undo: tuple[str, ...] = ()
    """Those of the steps that must be undone when a later one fails."""
    context: Name | None = None
    """The bounded context of a ``domain``."""
    seconds: Annotated[float, Field(gt=0, le=864_000)] = 1
    """The longest that one piece of work takes."""
    gigabytes: Annotated[float, Field(ge=0, le=1_000_000)] = 0
    """The data that one piece of work reads."""
    code_megabytes: Annotated[float, Field(gt=0, le=10_000)] = 1
    """Its code with its libraries, unzipped."""
    continuous: bool = False
    """Whether it runs or holds connections open all the time."""
    keep: str | None = None
    """Why it is to stay, where that is decided: ``is switched off in May``."""

    @model_validator(mode="after")
    def _fits(self) -> Module:
        if "workflow" in self.traits and len(self.steps) < 2:
            raise ValueError("a workflow must name its steps, two at least")
        if "async" in self.traits and self.trigger is None:
            raise ValueError("an async module must name its trigger")
        if "domain" in self.traits and self.context is None:
            raise ValueError("a domain must name its context")
        if strays := set(self.undo) - set(self.steps):
            raise ValueError(f"undo must name steps, got {', '.join(sorted(strays))}")
        return self


class Inventory(BaseModel):
    """A monolith."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    application: Name
    """Its name."""
    team: Annotated[int, Field(ge=1, le=1000)]
    """How many people work on it."""
    modules: Annotated[tuple[Module, ...], Field(min_length=1, max_length=500)]
    """Every module, also those that stay."""

    @model_validator(mode="after")
    def _agrees(self) -> Inventory:
        names = [each.name for each in self.modules]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"modules must have names of their own, twice: {', '.join(twice)}")
        for each in self.modules:
            if unknown := sorted(set(each.calls) - set(names)):
                raise ValueError(f"{each.name} calls what is no module: {', '.join(unknown)}")
        return self


def load(file: Path) -> Inventory:
    """The inventory in a YAML file; raises ``InventoryError`` with every problem, ``OSError`` for a
    file that cannot be read.
    """
    try:
        return Inventory.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except yaml.YAMLError as wrong:
        raise InventoryError(" ".join(str(wrong).split())) from None
    except ValidationError as wrong:
        problems = [
            f"{'.'.join(map(str, each['loc'])) or 'inventory'}: {each['msg']}"
            for each in wrong.errors()
        ]
        raise InventoryError("; ".join(problems)) from None
