"""Compare: what a change costs, between the bills of two revisions."""

from __future__ import annotations

from collections.abc import Mapping

from cost.bill import Bill

# Smaller differences are rounding.
CENT = 0.005


def changes(before: Bill, after: Bill) -> dict[str, float]:
    """Dollars a month by resource, those that differ by half a cent or more, the largest first."""
    old, new = before.by_resource(), after.by_resource()
    found = {name: new.get(name, 0) - old.get(name, 0) for name in {*old, *new}}
    kept = [(name, amount) for name, amount in found.items() if abs(amount) >= CENT]
    return dict(sorted(kept, key=lambda each: (-abs(each[1]), each[0])))


def markdown(
    revision: str, before: Mapping[str, Bill], after: Mapping[str, Bill], stage: str
) -> str:
    """For a comment on a pull request; the resources are those of the second volume."""
    lines = [
        f"**{stage}**, US dollars a month, now and at {revision}:",
        "",
        f"| | {' | '.join(after)} |",
        f"| --- |{' --- |' * len(after)}",
    ]
    for title, of in (("always on", "always"), ("used", "used"), ("total", "total")):
        cells = []
        for name in after:
            old, new = getattr(before[name], of), getattr(after[name], of)
            cells.append(f"{new:,.2f} ({new - old:+,.2f})")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    expected = list(after)[1]
    found = changes(before[expected], after[expected])
    rows = [f"| {name} | {amount:+,.2f} |" for name, amount in found.items()]
    if rows:
        lines += ["", f"| resource, at {expected} | change |", "| --- | --- |", *rows]
    else:
        lines += ["", "No resource costs more or less."]
    return "\n".join(lines)
