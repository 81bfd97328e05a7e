"""Compare: what a change costs, between the bills of two revisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from cost.bill import Bill

Bills: TypeAlias = Mapping[str, Bill]
# Of a bill, as they are called in a report.
PARTS = {"always on": "always", "used": "used", "total": "total"}
NOTHING = "No resource costs more or less."
# Smaller differences are rounding.
CENT = 0.005


def changes(before: Bill, after: Bill) -> dict[str, float]:
    """Dollars a month by resource, those that differ by half a cent or more, the largest first."""
    old, new = before.by_resource(), after.by_resource()
    found = {name: new.get(name, 0) - old.get(name, 0) for name in {*old, *new}}
    kept = [(name, amount) for name, amount in found.items() if abs(amount) >= CENT]
    return dict(sorted(kept, key=lambda each: (-abs(each[1]), each[0])))


def text(revision: str, before: Bills, after: Bills, stage: str) -> str:
    """For a terminal; the resources are those of the second volume."""
    lines = [f"{stage}: US dollars a month, now and since {revision}", ""]
    width = max(len(name) for name in after)
    for name, parts in _parts(before, after).items():
        cells = (f"{title} {new:,.2f} ({new - old:+,.2f})" for title, (old, new) in parts.items())
        lines.append(f"{name:<{width}}  {', '.join(cells)}")
    expected = list(after)[1]
    found = changes(before[expected], after[expected])
    if not found:
        return "\n".join([*lines, "", NOTHING])
    rows = (f"  {amount:>+10,.2f}  {name}" for name, amount in found.items())
    return "\n".join([*lines, "", f"changes at {expected}:", *rows])


def as_json(revision: str, before: Bills, after: Bills, stage: str) -> str:
    """For programs: each volume now and before, and the changes of its resources."""
    volumes = {
        name: {
            **{PARTS[title]: {"before": old, "now": new} for title, (old, new) in parts.items()},
            "changes": changes(before[name], after[name]),
        }
        for name, parts in _parts(before, after).items()
    }
    return json.dumps({"stage": stage, "revision": revision, "volumes": volumes}, indent=2)


def markdown(revision: str, before: Bills, after: Bills, stage: str) -> str:
    """For a comment on a pull request; the resources are those of the second volume."""
    found = _parts(before, after)
    lines = [
        f"**{stage}**, US dollars a month, now and since {revision}:",
        "",
        f"| | {' | '.join(after)} |",
        f"| --- |{' --- |' * len(after)}",
    ]
    for title in PARTS:
        pairs = (parts[title] for parts in found.values())
        cells = (f"{new:,.2f} ({new - old:+,.2f})" for old, new in pairs)
        lines.append(f"| {title} | {' | '.join(cells)} |")
    expected = list(after)[1]
    rows = [
        f"| {name} | {amount:+,.2f} |"
        for name, amount in changes(before[expected], after[expected]).items()
    ]
    if rows:
        lines += ["", f"| resource, at {expected} | change |", "| --- | --- |", *rows]
    else:
        lines += ["", NOTHING]
    return "\n".join(lines)


def _parts(before: Bills, after: Bills) -> dict[str, dict[str, tuple[float, float]]]:
    """Dollars a month by volume and part, before and now."""
    return {
        name: {
            title: (getattr(before[name], of), getattr(after[name], of))
            for title, of in PARTS.items()
        }
        for name in after
    }
