"""``platform env``: the variables under which plain ``pulumi`` works in this checkout."""

from __future__ import annotations

import os

import click

from cli.stage import setup
from cli.terminal.arguments import Command
from local.checkout import exports


@click.command(cls=Command)
def run() -> int:
    setup.prepare()
    print(exports(os.environ))
    return 0
