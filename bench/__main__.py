"""``make bench``: prints every comparison as it is measured; the goals are the design's."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

from bench import cold_start, deployment, in_memory, preview
from bench.report import Result

PARTS = {
    "memory": in_memory.measure,
    "preview": preview.measure,
    "handler": cold_start.measure,
    "deployment": deployment.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    console = Console()
    results: list[Result] = []
    for part in chosen:
        with console.status(f"measuring: {part}"):
            for result in PARTS[part]():
                results.append(result)
                console.print(result.line())
    console.print(table(results))


def table(results: list[Result]) -> Table:
    """All results, ratios first: they are what can be compared between machines."""
    shown = Table(title="ours against the other, in one run")
    for column in ("what", "ours", "other", "ratio", "least to most", "goal"):
        shown.add_column(column, justify="left" if column == "what" else "right")
    for result in results:
        shown.add_row(*result.cells())
    return shown


if __name__ == "__main__":
    main()
