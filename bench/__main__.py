"""``make bench``: prints every result as it is measured; the goals are the design's."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table

from bench.ground import BenchError
from bench.report import HEADINGS, Result
from cli.terminal import usage
from cli.terminal.arguments import Command

# Each is a module of this package with ``measure``.
PARTS = {
    "memory": "in_memory",
    "preview": "preview",
    "policies": "policies",
    "handler": "handler",
    "deployment": "deployment",
}


@click.command(cls=Command, help=__doc__)
@click.argument("parts", nargs=-1, metavar="[PART]...", type=click.Choice(list(PARTS)))
def main(parts: tuple[str, ...]) -> int:
    """Run the parts asked for; 1 if something could not be measured, whatever the figures are."""
    chosen = parts or list(PARTS)
    # A log has no width of its own.
    console = Console(width=None if sys.stdout.isatty() else 150)
    results: list[Result] = []
    try:
        for part in chosen:
            with console.status(f"measuring: {part}"):
                for result in _measured(part):
                    results.append(result)
                    console.print(result.line(), highlight=False)
    except BenchError as failure:
        console.print(f"bench {part}: {failure}", markup=False, highlight=False)
        return 1
    console.print(table(results))
    return 0


def table(results: list[Result]) -> Table:
    """All results, ratios first: they are what can be compared between machines."""
    shown = Table(title="median and extremes of pairs measured in turn")
    for column in HEADINGS:
        shown.add_column(column, justify="left" if column == "what" else "right")
    for result in results:
        shown.add_row(*result.cells(), style="red" if result.missed else None)
    return shown


def _measured(part: str) -> Iterator[Result]:
    found: Iterator[Result] = importlib.import_module(f"bench.{PARTS[part]}").measure()
    return found


if __name__ == "__main__":
    sys.exit(usage.run(main, "bench"))
