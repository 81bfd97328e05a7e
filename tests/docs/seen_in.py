"""The column "seen in" of docs/catalogue.md: which services have a component in the program."""

from __future__ import annotations

from collections import defaultdict

from program.cards import CARDS
from tests.cloud import Recorded
from tests.source import components
from tests.stage import OPTIONAL, deployed

PAGE = "docs/catalogue.md"
COLUMN = 5
EVERY = {card.name for card in CARDS}


def kind(name: str) -> str:
    """The type of a component."""
    return f"platform:{components()[name][0].split('/')[1]}:{name}"


def recorded() -> dict[str, Recorded]:
    """A stage with everything, by URN."""
    full = deployed("prod", **OPTIONAL)
    return {resource.urn: resource for resource in full.resources}


def users() -> dict[str, set[str]]:
    """The services that have a component, by its type; ``platform`` is the platform stack."""
    resources, found = recorded(), defaultdict(set)
    for resource in resources.values():
        top = resource
        while top.parent in resources:
            top = resources[top.parent]
        if top.type.startswith("platform:services:"):
            found[resource.type].add(top.name)
    return found


def cell(found: set[str]) -> str:
    """The text of the column."""
    if found == EVERY:
        return "every service"
    first = ["the platform"] if "platform" in found else []
    return ", ".join([*first, *sorted(found - {"platform"})]) or "no service"


def rewritten(page: str) -> str:
    """The page with the column as the program says; all else as it is."""
    by_type, known = users(), components()
    lines = page.splitlines(keepends=True)
    for at, line in enumerate(lines):
        cells = line.split(" | ")
        name = cells[0].strip("|` ")
        if line.startswith("| `") and len(cells) > COLUMN and name in known:
            cells[COLUMN] = cell(by_type[kind(name)])
            lines[at] = " | ".join(cells)
    return "".join(lines)
