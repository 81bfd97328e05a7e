"""``python -m tests.guide STAGE``: which blueprint a stage is, and what speaks against it."""

from __future__ import annotations

import argparse
import json

from components.blueprints.audit import audit
from components.blueprints.pattern import Status
from components.blueprints.patterns import PATTERNS
from tests.stage import deployed


def main() -> int:
    """Print the findings of each blueprint, the one with the fewest first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    resources = deployed(args.stage).resources
    found = {each.name: [str(f) for f in audit(each, resources)] for each in PATTERNS}
    # Of two that fit, the one that asks for more.
    needed = {each.name: len(each.of(Status.REQUIRED)) for each in PATTERNS}
    ordered = dict(sorted(found.items(), key=lambda each: (len(each[1]), -needed[each[0]])))
    if args.json:
        print(json.dumps(ordered, indent=2))
        return 0
    best = next(iter(ordered))
    print(f"{args.stage} is {best}" + (", with these findings:" if ordered[best] else ", whole."))
    for name, findings in ordered.items():
        if findings:
            print(f"\nas {name}:")
        for finding in findings:
            print(f"  {finding if len(finding) < 200 else finding[:200] + '...'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
