"""Planned: the resources of a preview, as they are and as they would be, from what the engine says.

It has two forms, the digest of ``--json`` and the plan of ``--save-plan``:
https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cost.documents import hidden
from cost.stack import Plain


@dataclass(frozen=True, kw_only=True)
class Planned:
    """``before`` is None where nothing was compared."""

    after: tuple[Plain, ...]
    before: tuple[Plain, ...] | None = None


def of_digests(digests: Iterable[Mapping[str, Any]]) -> Planned:
    """Of previews by ``--json --show-sames``, one for each stack.

    What an update does not know yet stays as it is deployed.
    """
    before: dict[str, Plain] = {}
    after: dict[str, Plain] = {}
    for digest in digests:
        for step in digest.get("steps") or ():
            urn = step["urn"]
            if old := step.get("oldState"):
                before[urn] = _plain(urn, old, old.get("inputs") or {})
            if new := step.get("newState"):
                inputs = new.get("inputs") or {}
                known = before[urn].inputs if urn in before else {}
                known = {key: value for key, value in known.items() if key in inputs}
                after[urn] = _plain(urn, new, _with(known, inputs))
    return Planned(after=tuple(after.values()), before=tuple(before.values()))


def of_plan(plan: Mapping[str, Any], state: Iterable[Mapping[str, Any]] = ()) -> Planned:
    """Of a preview by ``--save-plan``, which says how inputs differ from those in the state."""
    before = {each["urn"]: _plain(each["urn"], each, each.get("inputs") or {}) for each in state}
    after = []
    for urn, each in plan["resourcePlans"].items():
        if goal := each.get("goal"):
            differs = goal.get("inputDiff") or {}
            inputs = dict(before[urn].inputs) if urn in before else {}
            for key in differs.get("deletes") or ():
                inputs.pop(key, None)
            changed = {**(differs.get("adds") or {}), **(differs.get("updates") or {})}
            after.append(_plain(urn, goal, _with(inputs, changed)))
    return Planned(after=tuple(after), before=tuple(before.values()) or None)


def _with(known: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs, where they are not known yet those that are deployed."""
    kept = {key: known[key] for key in inputs if key in known and hidden(inputs[key])}
    return {**known, **inputs, **kept}


def _plain(urn: str, given: Mapping[str, Any], inputs: Mapping[str, Any]) -> Plain:
    return Plain(
        type=given["type"],
        name=urn.rpartition("::")[2],
        urn=urn,
        inputs=inputs,
        property_dependencies={
            key: urns or () for key, urns in (given.get("propertyDependencies") or {}).items()
        },
    )
