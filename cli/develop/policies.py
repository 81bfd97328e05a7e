"""``platform policies``: every rule, where it applies, what it finds, and what is exempt."""

from __future__ import annotations

import click

from cli.develop import in_memory
from cli.terminal.arguments import Command, StageName, json_option

FORMATS = ("text", "json", "sarif", "junit")


@click.command(cls=Command)
@click.argument("stage_name", metavar="[STAGE]", type=StageName(), default="prod")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="sarif for code scanning, junit for CI; text if not given",
)
@json_option
def run(stage_name: str, form: str | None, as_json: bool) -> int:
    """The stage is prod if none is given."""
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other")
    words = [stage_name, "--format", "json" if as_json else form or "text"]
    return in_memory.run("tests.policies.report", *words)
