"""Audit: what a stack lacks of its blueprint, and what it has too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from components.blueprints.pattern import Entry, Pattern, Status
from components.blueprints.services import Service, services_of

WORDS = 3


class Resource(Protocol):
    """What the engine registers."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def inputs(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``refused`` is an error, ``missing`` is one too, ``advised`` is not."""

    outcome: Literal["missing", "refused", "advised"]
    service: str
    why: str
    resources: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = f": {', '.join(self.resources)}" if self.resources else ""
        return f"{self.outcome}: {self.service}{named} ({self.why})"


def audit(
    pattern: Pattern,
    resources: Iterable[Resource],
    reasons: Mapping[Service, str] | None = None,
) -> list[Finding]:
    """What is missing, refused or advised; ``reasons`` allows what is usually absent."""
    found: dict[Service, list[str]] = defaultdict(list)
    for resource in resources:
        for service in services_of(resource.type, resource.inputs):
            found[service].append(resource.name)
    return [
        finding
        for entry in pattern.entries
        if (finding := _finding(entry, found, reasons or {})) is not None
    ]


def refused(pattern: Pattern, service: Service, reasons: Mapping[Service, str]) -> Entry | None:
    """The entry that forbids a service, unless a reason of some words allows it."""
    entry = pattern.entry(service)
    if entry is None or entry.status not in (Status.EXCLUDED, Status.NEEDS_REASON):
        return None
    reason = reasons.get(service, "")
    allowed = entry.status is Status.NEEDS_REASON and len(reason.split()) >= WORDS
    return None if allowed else entry


def _finding(
    entry: Entry, found: Mapping[Service, list[str]], reasons: Mapping[Service, str]
) -> Finding | None:
    present = [service for service in entry.services if found.get(service)]
    if not present:
        absent = {Status.REQUIRED: "missing", Status.RECOMMENDED: "advised"}
        if outcome := absent.get(entry.status):
            return Finding(outcome=outcome, service=entry.name, why=entry.why)  # type: ignore[arg-type]
        return None
    names = tuple(sorted(name for service in present for name in found[service]))
    pattern = Pattern(name="", entries=(entry,))
    if any(refused(pattern, service, reasons) for service in present):
        return Finding(outcome="refused", service=entry.name, why=entry.why, resources=names)
    return None
