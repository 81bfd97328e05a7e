"""``platform cost``: what a stage costs in a month, from its own resources and how it is used."""

from __future__ import annotations

from pathlib import Path

import click

from cli.develop import in_memory
from cli.terminal.arguments import Command, StageName, Text

FORMATS = ("text", "json", "markdown")
LONGEST_PATH = 1000


@click.command(cls=Command)
@click.argument("stage_name", metavar="[STAGE]", type=StageName(), default="prod")
@click.option("--usage", type=Text(LONGEST_PATH), help="a file of cost/usage, or one like them")
@click.option("--prices", type=Text(LONGEST_PATH), help="a file with other prices")
@click.option("--region", type=Text(32), help="the prices of another region than the stage's")
@click.option("--compare", type=Text(100), help="a git revision: what costs more or less since")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="how to print")
@click.option("--json", "as_json", is_flag=True, help="as --format json")
def run(
    stage_name: str,
    usage: str | None,
    prices: str | None,
    region: str | None,
    compare: str | None,
    form: str,
    as_json: bool,
) -> int:
    """Without --usage: what is paid for without any use, and the documents' three workloads."""
    for option, given in (
        ("--compare", compare),
        ("--json", as_json),
        ("--format", form != "text"),
    ):
        if given and not usage:
            raise click.UsageError(
                f"{option} needs --usage, as --usage cost/usage/api-requests.yaml",
                click.get_current_context(),
            )
    words = [stage_name, "--format", "json" if as_json else form]
    for option, file in (("--usage", usage), ("--prices", prices)):
        words += [option, str(Path(file).absolute())] if file else []
    for option, value in (("--region", region), ("--compare", compare)):
        words += [option, value] if value else []
    return in_memory.run("tests.cost", *words)
