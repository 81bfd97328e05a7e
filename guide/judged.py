"""Judged: which blueprint some resources are, what speaks against it, what they may do without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from components.blueprints.audit import Resource, audit
from components.blueprints.pattern import Pattern, Status
from components.blueprints.patterns import PATTERNS
from components.blueprints.services import services_of
from guide.matrix import row_of

# Of a finding, whose resources may be many.
LONGEST_LINE = 200


@dataclass(frozen=True)
class Recorded:
    """A resource as the engine has recorded it in the state of a stack."""

    type: str
    name: str
    inputs: Mapping[str, Any]


def of_state(resources: Iterable[Mapping[str, Any]]) -> list[Recorded]:
    """The resources of a state, without those that are about to be deleted."""
    return [
        Recorded(each["type"], each["urn"].rpartition("::")[2], each.get("inputs") or {})
        for each in resources
        if not each.get("delete")
    ]


def judged(what: str, resources: Iterable[Resource]) -> dict[str, Any]:
    """The blueprint with the fewest findings, and the findings of each, as data: for JSON, and for
    ``text``. ``what`` names the resources in a sentence.
    """
    made = list(resources)
    found = {each.name: [str(finding) for finding in audit(each, made)] for each in PATTERNS}
    ordered = sorted(PATTERNS, key=lambda each: (len(found[each.name]), -_needs(each)))
    best = ordered[0]
    row = row_of(best)
    there = {service for each in made for service in services_of(each.type, each.inputs)}
    return {
        "what": what,
        "blueprint": best.name,
        "services": sorted(there),
        "notThese": {
            entry.name: entry.why for entry in best.of(Status.EXCLUDED, Status.NEEDS_REASON)
        },
        "cost": row.cost,
        "complexity": row.complexity,
        "team": row.team,
        "example": row.example,
        "findings": {each.name: found[each.name] for each in ordered},
    }


def text(found: Mapping[str, Any]) -> str:
    """For a terminal."""
    best, *others = found["findings"]
    against = found["findings"][best]
    lines = [
        f"{found['what']} is {best}{', with these findings:' if against else ', whole.'}",
        *map(_line, against),
        f"cost {found['cost']}, complexity {found['complexity']}, a team of {found['team']}",
        f"services: {', '.join(found['services'])}",
    ]
    if found["notThese"]:
        lines += ["not these:", *(f"  {name}: {why}" for name, why in found["notThese"].items())]
    lines.append(f"compare: examples/{found['example']}/__main__.py")
    for name in others:
        against = found["findings"][name]
        lines += ["", f"as {name}{':' if against else ': whole, too'}", *map(_line, against)]
    return "\n".join(lines)


def _needs(pattern: Pattern) -> int:
    """Of two blueprints that fit, the one that asks for more."""
    return len(pattern.of(Status.REQUIRED))


def _line(finding: str) -> str:
    return f"  {finding if len(finding) < LONGEST_LINE else finding[:LONGEST_LINE] + '...'}"
