"""Rows: every system that the platform is to have, from the files in ``data``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class System:
    """One row. ``shown`` are components, services, examples, rules and files; ``proved`` are tests
    by their pytest node. ``on_aws`` says what only AWS can show and what stands in for it here.
    """

    system: str
    text: str
    chapter: str
    number: int
    shown: tuple[str, ...] = ()
    proved: tuple[str, ...] = ()
    on_aws: str = ""

    def __post_init__(self) -> None:
        if not (self.shown and self.proved):
            raise ValueError(
                f"{self.system} must be shown and proved, given {self.shown} and {self.proved}"
            )


@cache
def systems() -> tuple[System, ...]:
    """Every row, numbered in the order of the files."""
    found: list[System] = []
    for file in sorted(DATA.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for given in content["systems"]:
            found.append(system_of(given, content["chapter"], len(found) + 1))
    return tuple(found)


def system_of(given: dict[str, Any], chapter: str, number: int) -> System:
    """A row as it is written; raises ``ValueError`` for a key that a row does not have."""
    known = {each.name for each in fields(System)} - {"chapter", "number"}
    if unknown := sorted(given.keys() - known):
        raise ValueError(f"{given.get('system')} has {unknown}; a row has {sorted(known)}")
    lists = {key: tuple(given[key]) for key in ("shown", "proved") if key in given}
    return System(**{**given, **lists}, chapter=chapter, number=number)
