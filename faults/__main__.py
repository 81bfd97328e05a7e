"""``make faults``: prints every situation as it is tried, then all as a table."""

from __future__ import annotations

import json
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click
from rich.console import Console
from rich.table import Table

from cli.terminal import usage
from cli.terminal.arguments import Command, Whole, short
from faults import full, situations, spoiled
from faults.situations import FaultError, Situation, cause, last_line
from faults.stage import Stage, stage

KILLS = 20
HEADINGS = ("situation", "moment", "outcome", "seconds", "differences")


@dataclass(frozen=True)
class Result:
    """What became of a situation: the seconds of the run that recovered it, and what differs.

    ``hit``: whether a kill reached a running process; None of others.
    """

    situation: str
    moment: str
    hit: bool | None
    outcome: str
    seconds: float
    differences: list[str]

    @property
    def went_well(self) -> bool:
        return self.outcome == "recovered" and not self.differences

    def cells(self) -> tuple[str, ...]:
        """A row of the table, as under ``HEADINGS``."""
        count = str(len(self.differences))
        return self.situation, self.moment, self.outcome, f"{self.seconds:.1f}", count


def part_of_a_name(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Reads what is in the name of a situation."""
    names = dict.fromkeys(each.name for each in chosen(random.Random(0), KILLS, ""))
    if not any(text in name for name in names):
        raise click.BadParameter(
            f"must be in one of these: {', '.join(names)}; got {short(text)}", ctx, param
        )
    return text


@click.command(cls=Command, help=__doc__)
@click.option("--seed", type=Whole(0, 999_999), help="of the moments (default: any)")
@click.option("--kills", type=Whole(0, 1_000), default=KILLS, help="how many kills of up and down")
@click.option(
    "--only", default="", callback=part_of_a_name, help="situations whose name has this in it"
)
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def main(seed: int | None, kills: int, only: str, as_json: bool) -> int:
    """Try all; 1 if a stage was not recovered by one more run, or differs from its emulator."""
    seed = random.randrange(10**6) if seed is None else seed
    # A plain kill ends everything in good order, as a Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A log has no width of its own.
    console = Console(stderr=True, width=None if sys.stderr.isatty() else 150)
    console.print(f"seed {seed}", highlight=False)
    results = []
    with stage() as here:
        first = here.run("up")
        if first.returncode != 0:
            console.print(f"the stage is not up: {last_line(first.stdout)}", markup=False)
            return 1
        for situation in chosen(random.Random(seed), kills, only):
            with console.status(situation.name):
                results.append(tried(here, situation))
            cells = results[-1].cells()
            console.print("  ".join(cells), *results[-1].differences[:3], markup=False)
    if as_json:
        print(json.dumps({"seed": seed, "results": [asdict(each) for each in results]}))
    else:
        Console(width=None if sys.stdout.isatty() else 150).print(table(results, seed))
    return 0 if all(each.went_well for each in results) else 1


def chosen(moments: random.Random, kills: int, only: str) -> Iterator[Situation]:
    """Every situation, or those asked for; the seed decides the moments."""
    every = [
        *spoiled.situations(),
        situations.together("down", "up", moments.uniform(0.5, 2)),
        situations.together("up", "down", moments.uniform(0.5, 8)),
        situations.together("up", "up", moments.uniform(0.5, 8)),
        *full.situations(moments.uniform(5, 15)),
        *situations.kills(lambda longest: moments.uniform(0, longest), kills),
    ]
    return (each for each in every if only in each.name)


def tried(here: Stage, situation: Situation) -> Result:
    """Let it happen to a stage that is up, recover the stage and compare it."""
    moment, outcome = situation.moment, "recovered"
    try:
        moment = situation.happen(here) or moment
    except FaultError as failure:
        outcome = str(failure)
    hit = outcome == "recovered" if situation.is_kill else None
    started = time.monotonic()
    up = here.run(*situation.recover)
    seconds = time.monotonic() - started
    if up.returncode != 0:
        outcome = f"not recovered: {cause(up.stdout)}"
    return Result(situation.name, moment, hit, outcome, seconds, here.differences())


def table(results: list[Result], seed: int) -> Table:
    """All results; those that did not go well in red."""
    kills = [each.hit for each in results if each.hit is not None]
    shown = Table(
        title=f"after a fault and one more up: state and emulator (seed {seed})",
        caption=f"{sum(kills)} of {len(kills)} kills hit a running process",
    )
    for column in HEADINGS:
        shown.add_column(column, justify="right" if column in HEADINGS[3:] else "left")
    for result in results:
        shown.add_row(*result.cells(), style=None if result.went_well else "red")
    return shown


if __name__ == "__main__":
    sys.exit(usage.run(main, "faults"))
