"""The column "seen in" of docs/catalogue.md: which services have a component in the program."""

from __future__ import annotations

from collections.abc import Mapping

from program.cards import CARDS
from tests.cloud import Recorded
from tests.source import components
from tests.stage import deployed

PAGE = "docs/catalogue.md"
COLUMN = 5
EVERY = {card.name for card in CARDS}


def kind(name: str) -> str:
    """The type of a component."""
    return f"platform:{components()[name][0].split('/')[1]}:{name}"


def recorded() -> dict[str, Recorded]:
    """A stage with everything, by URN."""
    full = deployed("prod", partner_webhook="https://partner.example.com/orders")
    return {resource.urn: resource for resource in full.resources}


def users(name: str, resources: Mapping[str, Recorded]) -> set[str]:
    """The services that have a component, and ``platform`` for the platform stack."""
    found = set()
    for resource in resources.values():
        if resource.type == kind(name):
            while resource.parent in resources:
                resource = resources[resource.parent]
            if resource.type.startswith("platform:services:"):
                found.add(resource.name)
    return found


def cell(found: set[str]) -> str:
    """The text of the column."""
    if found == EVERY:
        return "every service"
    first = ["the platform"] if "platform" in found else []
    return ", ".join([*first, *sorted(found - {"platform"})]) or "no service"


def rewritten(page: str) -> str:
    """The page with the column as the program says; all else as it is."""
    resources = recorded()
    lines = page.splitlines(keepends=True)
    for at, line in enumerate(lines):
        cells = line.split(" | ")
        name = cells[0].strip("|` ")
        if line.startswith("| `") and len(cells) > COLUMN and name in components():
            cells[COLUMN] = cell(users(name, resources))
            lines[at] = " | ".join(cells)
    return "".join(lines)
