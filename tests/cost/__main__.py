"""``python -m tests.cost STAGE --usage FILE``: what a stage costs, from its program in memory."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from cost.bill import bills, floor
from cost.compare import markdown as compared
from cost.prices import PriceError, load
from cost.report import as_json, documents, markdown, text
from cost.usage import UsageError
from cost.usage import load as usage_of
from settings import Settings
from tests.cost.revision import NoSuchRevisionError, recorded_at
from tests.stage import deployed


def parsed() -> argparse.Namespace:
    """The arguments, which ``platform cost`` has checked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage")
    parser.add_argument("--usage", type=Path)
    parser.add_argument("--prices", type=Path)
    parser.add_argument("--region")
    parser.add_argument("--compare")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    return parser.parse_args()


def report(args: argparse.Namespace) -> str:
    """What is printed; raises for a usage, a table of prices or a revision that is none."""
    today = datetime.now(UTC).date()
    prices = load(args.region or Settings.of_stage(args.stage).region, args.prices)
    if args.usage is None:
        bill = floor(deployed(args.stage).resources, prices)
        return (
            f"always on: {bill.always:,.2f} US dollars a month, without any use, before the free "
            f"tier; {prices.age(today)}\n\n{documents(load('us-east-1', args.prices), today)}"
        )
    usage = usage_of(args.usage)
    now = bills(deployed(args.stage).resources, usage, prices)
    if args.compare:
        before = bills(recorded_at(args.compare, args.stage), usage, prices)
        return compared(args.compare, before, now, args.stage)
    if args.format == "json":
        return as_json(args.stage, usage, now)
    write = markdown if args.format == "markdown" else text
    return write(args.stage, usage, now, today)


def main() -> int:
    """Print the report; 1 and a line for what is wrong with a file."""
    try:
        print(report(parsed()))
    except (PriceError, UsageError, NoSuchRevisionError, OSError) as wrong:
        print(f"platform cost: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
