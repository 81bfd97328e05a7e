"""Advisories: known vulnerabilities, from a package of data, so that the scan needs no service.

The database is that of ``safety-db``, the last that may be used without an account: it knows what
was published until July 2021. ``pip-audit`` knows all, and needs a service: run it as well where
that can be reached.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet

from tests.dependencies.pins import Pin

IGNORED = Path(__file__).with_name("ignored.json")
LEAST_REASON = 20


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A pin that an advisory is about."""

    pin: Pin
    id: str
    text: str


@cache
def database() -> dict[str, list[dict[str, Any]]]:
    """Advisories by package; the module that brings the data finds it in its own folder only."""
    data = Path(str(distribution("safety-db").locate_file("safety_db/insecure_full.json")))
    known: dict[str, Any] = json.loads(data.read_text("utf-8"))
    return {name: found for name, found in known.items() if name != "$meta"}


def scan(pins: Iterable[Pin], ignored: Iterable[str] = ()) -> list[Finding]:
    """The pins that are known to be vulnerable, but for the advisories that are ignored."""
    left_out = set(ignored)
    return [
        Finding(pin=pin, id=each["id"], text=each["advisory"])
        for pin in pins
        for each in database().get(pin.name, ())
        if each["id"] not in left_out
        and any(
            SpecifierSet(spec).contains(pin.version, prereleases=True) for spec in each["specs"]
        )
    ]


def ignored(path: Path, today: date) -> list[str]:
    """The ids of a list of ``{"id", "reason", "until"}``; raises ``ValueError`` for an entry
    without a reason, and for one that has expired.
    """
    found = []
    for entry in json.loads(path.read_text("utf-8")):
        if set(entry) != {"id", "reason", "until"} or len(entry["reason"]) < LEAST_REASON:
            raise ValueError(f"{path.name}: {entry} must have id, a whole reason, and until")
        if date.fromisoformat(entry["until"]) < today:
            raise ValueError(f"{path.name}: {entry['id']} was ignored until {entry['until']}")
        found.append(entry["id"])
    return found
