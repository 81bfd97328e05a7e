"""``make bench``: prints every result as it is measured; the goals are the design's."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from bench.ground import BenchError
from bench.report import HEADINGS, Result
from cli.arguments import Parser, short

# Each is a module of this package with ``measure``.
PARTS = {
    "memory": "in_memory",
    "preview": "preview",
    "policies": "policies",
    "handler": "handler",
    "deployment": "deployment",
}


def main() -> int:
    """Run the parts asked for; 1 if something could not be measured, whatever the figures are."""
    chosen = command_line().read().parts or list(PARTS)
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


def command_line() -> Parser:
    """The parts to run."""
    line = Parser(prog="bench", description=__doc__)
    names = f"of {', '.join(PARTS)}; all of them if not given"
    line.add_argument("parts", nargs="*", type=part, metavar="PART", help=names)
    return line


def part(name: str) -> str:
    """Reads the name of a part."""
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"must be one of {', '.join(PARTS)}, got {short(name)}")
    return name


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
    sys.exit(main())
