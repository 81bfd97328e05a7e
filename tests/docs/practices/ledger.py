"""Ledger: what the documents advise, with the tests that hold it, and the figures they state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from settings import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Practice:
    """One line of advice, with the tests that hold it."""

    document: str
    practice: str
    proved: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.proved:
            raise ValueError(f"{self.practice} must be proved by a test")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure as a document states it. ``found`` has the text that holds it in a file of the
    repository, ``differs`` the reason for another value or form.
    """

    figure: str
    stated: str
    found: Mapping[str, str] = field(default_factory=dict)
    differs: str = ""

    def __post_init__(self) -> None:
        if not (self.found or self.differs):
            raise ValueError(f"{self.figure} must be found, or differ for a reason")

    @property
    def lost(self) -> list[str]:
        """The files that do not hold the figure any more."""
        return [file for file, text in self.found.items() if text not in _text(file)]


@cache
def practices() -> tuple[Practice, ...]:
    """Every practice, in the order of the documents."""
    return tuple(
        Practice(
            document=part["document"],
            practice=given["practice"],
            proved=tuple(given["proved"]),
        )
        for part in _read("practices.yaml")
        for given in part["practices"]
    )


@cache
def figures() -> tuple[Figure, ...]:
    """Every figure, in the order of the register."""
    return tuple(Figure(**given) for given in _read("figures.yaml"))


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


@cache
def _text(file: str) -> str:
    path = ROOT / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""
