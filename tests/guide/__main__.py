"""``python -m tests.guide STAGE``: which blueprint a stage is by its program, in memory."""

from __future__ import annotations

import argparse
import json

from guide.judged import judged, text
from tests.stage import deployed


def main() -> int:
    """Print the findings of each blueprint, the one with the fewest first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = judged(f"{args.stage}, by its program,", deployed(args.stage).resources)
    print(json.dumps(found, indent=2) if args.json else text(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
