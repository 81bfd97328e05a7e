"""``platform graph``: the services of a stage with stores, events, queues and calls, drawn."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cli.graph import pictures, svg
from cli.graph.edges import Graph, way
from cli.terminal.arguments import Command, Text, stage_argument
from cli.terminal.output_file import write
from local.checkout import PYTHON, ROOT, LocalError

FORMATS: dict[str, Callable[[Graph, frozenset[str]], str]] = {
    "mermaid": pictures.mermaid,
    "dot": pictures.dot,
    "svg": svg.svg,
}
KINDS = (*FORMATS, "json")
DEFAULT = "mermaid"
ENDINGS = {".mmd": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg", ".json": "json"}
# From the event of a new order to that of one which went well.
AN_ORDER = ("OrderPlaced", "OrderConfirmed")


@click.command(cls=Command)
@stage_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(KINDS),
    help=f"{', '.join(KINDS)} (default: by the ending of the file, or {DEFAULT})",
)
@click.option(
    "--order", is_flag=True, help=f"highlight the way of an order: {' to '.join(AN_ORDER)}"
)
@click.option("--from", "first", type=Text(64), metavar="EVENT", help="highlight the way from this")
@click.option("--to", "last", type=Text(64), metavar="EVENT", help="to this event")
@click.option("--json", "as_json", is_flag=True, help="as --format json")
@click.option("--output", type=Text(1000), metavar="FILE", help="write it to a file")
def run(
    stage_name: str,
    form: str | None,
    as_json: bool,
    order: bool,
    first: str | None,
    last: str | None,
    output: str | None,
) -> int:
    """Read from the program, whether or not it is deployed."""
    if bool(first) != bool(last):
        raise click.UsageError("--from needs --to" if first else "--to needs --from")
    if as_json and form not in (None, "json"):
        raise click.UsageError("--json and --format exclude each other")
    form = "json" if as_json else form or ENDINGS.get(Path(output or "").suffix, DEFAULT)
    graph = read(stage_name)
    ends = AN_ORDER if order else (first, last) if first and last else None
    for event in ends or ():
        if event not in graph.events:
            raise click.UsageError(f"no event {event}; there are {', '.join(graph.events)}")
    found = way(graph, *ends) if ends else ()
    if ends and not found:
        raise LocalError(f"nothing leads from {ends[0]} to {ends[1]}")
    text = (
        json.dumps({"services": graph.services, "way": list(found)}, indent=2) + "\n"
        if form == "json"
        else FORMATS[form](graph, frozenset(found))
    )
    if output is None:
        print(text, end="")
        return 0
    write(output, text)
    print(Path(output).resolve())
    return 0


def read(stage: str) -> Graph:
    """The graph of a stage, by a process that records its program in memory."""
    command = [str(PYTHON), "-m", "tests.graph", stage]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"code {done.returncode}"]
        raise LocalError(f"the program of stage {stage} does not run: {said[-1]}")
    services: dict[str, Any] = json.loads(done.stdout)
    return Graph(services)
