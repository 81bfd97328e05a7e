"""``platform policies``: every rule, where it applies, what it finds, and what is exempt."""

from __future__ import annotations

import subprocess

import click

from cli.arguments import Command, StageName
from local.checkout import PYTHON, ROOT

FORMATS = ("text", "json", "sarif", "junit")


@click.command(cls=Command)
@click.argument("stage_name", metavar="[STAGE]", type=StageName(), default="prod")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="sarif for code scanning, junit for CI",
)
def run(stage_name: str, form: str) -> int:
    """The stage is prod if none is given."""
    # A process of its own: it records the program in memory, which the tests know how to.
    words = [stage_name, "--format", form]
    return subprocess.run([str(PYTHON), "-m", "tests.policies.report", *words], cwd=ROOT).returncode
