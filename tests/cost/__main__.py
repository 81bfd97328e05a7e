"""``python -m tests.cost STAGE --usage FILE``: what a stage costs, from its program in memory."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cost import compare
from cost.bill import bills, bills_of_a_part, floor
from cost.prices import PriceError, load
from cost.report import as_json, documents, markdown, text
from cost.usage import UsageError
from cost.usage import load as usage_of
from settings import Settings
from tests.cost.revision import NoSuchRevisionError, recorded_at
from tests.stage import deployed

COMPARED = {"text": compare.text, "json": compare.as_json, "markdown": compare.markdown}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The arguments, as ``platform cost`` has them, which checks them."""

    stage: str
    usage: Path | None
    prices: Path | None
    region: str | None
    compare: str | None
    form: str


def report(args: Asked) -> str:
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
        before = bills_of_a_part(recorded_at(args.compare, args.stage), usage, prices)
        return COMPARED[args.form](args.compare, before, now, args.stage)
    if args.form == "json":
        return as_json(args.stage, usage, now)
    write = markdown if args.form == "markdown" else text
    return write(args.stage, usage, now, today)


@click.command()
@click.argument("stage")
@click.option("--usage", type=click.Path(path_type=Path))
@click.option("--prices", type=click.Path(path_type=Path))
@click.option("--region")
@click.option("--compare")
@click.option("--format", "form", type=click.Choice(list(COMPARED)), default="text")
def main(**given: Any) -> None:
    """Print the report; 1 and a line for what is wrong with a file."""
    try:
        click.echo(report(Asked(**given)))
    except (PriceError, UsageError, NoSuchRevisionError, OSError) as wrong:
        print(f"platform cost: {wrong}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main(prog_name="python -m tests.cost")
