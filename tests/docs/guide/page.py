"""Page: the tables of docs/guide.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from components.blueprints.pattern import Status
from components.blueprints.patterns import PATTERNS
from guide.avoid import LISTS
from guide.choices import CHOICES, REASONS
from guide.concepts import CONCEPTS, FRAMEWORKS
from guide.fits import FITS
from guide.matrix import MATRIX
from guide.tree import QUESTIONS, Answers, walk
from tests.docs.made import table
from tests.docs.systems.part import link, link_of_test

SHEETS = Path(__file__).parent / "sheets.yaml"


@cache
def sheets() -> list[dict[str, Any]]:
    """Every service with its lines, and the tests of each."""
    found: list[dict[str, Any]] = yaml.safe_load(SHEETS.read_text(encoding="utf-8"))
    return found


def tree() -> str:
    """The questions as a diagram, made by walking them."""
    lines, seen = ["```mermaid", "flowchart TD"], set[str]()
    for number in range(2 ** len(QUESTIONS)):
        bits = {name: bool(number >> at & 1) for at, name in enumerate(QUESTIONS)}
        way = walk(Answers(**bits))
        goals = [*(name for name, _ in way.steps[1:]), way.blueprint.name.replace(" ", "_")]
        for (name, answer), goal in zip(way.steps, goals, strict=True):
            seen.add(f"    {name} -->|{'yes' if answer else 'no'}| {goal}")
    lines += [f'    {name}["{text}"]' for name, text in QUESTIONS.items()]
    lines += [f"    {each.name.replace(' ', '_')}([{each.name}])" for each in PATTERNS]
    return "\n".join([*lines, *sorted(seen), "```"]) + "\n"


def matrix() -> str:
    """The blueprints side by side, each with its services."""
    head = ("", "complexity", "services", "communication", "consistency", "cost", "team", "for")
    rows = [
        (
            f"[{row.blueprint.name}](../examples/{row.example}/README.md)",
            *(row.complexity, row.services, row.communication, row.consistency),
            *(row.cost, row.team, row.use),
        )
        for row in MATRIX
    ]
    parts = [
        (
            each.name,
            *(", ".join(e.name for e in each.of(status)) or "none" for status in Status),
        )
        for each in PATTERNS
    ]
    return table(head, rows) + "\n" + table(("", *(status.value for status in Status)), parts)


def fits() -> str:
    """Situations with their verdicts."""
    rows = ((f.blueprint.name, f.situation, f.verdict, f.instead) for f in FITS)
    return table(("blueprint", "situation", "verdict", "instead"), rows)


def choices() -> str:
    """Each choice with its rule, which is what the function says of itself."""
    rows = ((name, " ".join((choose.__doc__ or "").split())) for name, choose in CHOICES.items())
    return table(("choice", "rule"), rows)


def needed() -> str:
    """When a service is really needed."""
    return table(
        ("service", "one of these reasons"), ((s, ", ".join(r)) for s, r in REASONS.items())
    )


def avoid() -> str:
    """What not to build, with what finds it."""
    rows = [
        (
            title,
            *(each.name, each.wrong, each.right),
            ", ".join([*map(link, each.rules), *map(link_of_test, each.checks)]),
        )
        for title, entries in LISTS.items()
        for each in entries
    ]
    return table(("list", "", "wrong", "right", "found by"), rows)


def services() -> str:
    """The sheets: what to mind of each service, with the tests that hold it."""
    rows = (
        (sheet["service"], each["line"], "; ".join(map(link_of_test, each["proved"])))
        for sheet in sheets()
        for each in sheet["lines"]
    )
    return table(("service", "what to mind", "held by"), rows)


def concepts() -> str:
    """Words of the field, and other frameworks."""
    head = ("", "CDK", "SAM, CloudFormation", "SST v3", "Serverless Framework", "here")
    return table(("word", "what it is", "here"), CONCEPTS) + "\n" + table(head, FRAMEWORKS)
