"""Prints the table of mutations: ``python -m tests.policies.mutations``."""

from __future__ import annotations

from collections import Counter

from tests.policies.mutations.table import rows

if __name__ == "__main__":
    found = rows()
    for row in found:
        each = row.mutation
        said = ", ".join(row.refused_by) or each.why_not or "-"
        print(f"{row.outcome:8}{each.area:10}{each.harm}  {each.what}: {said}")
    counts = Counter(row.outcome for row in found)
    print(", ".join(f"{counts[each]} {each}" for each in ("refused", "reason", "passed")))
