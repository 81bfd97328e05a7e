"""``platform env``: the variables under which plain ``pulumi`` works in this checkout."""

from __future__ import annotations

import json
import os

import click

from cli.stage import setup
from cli.terminal.arguments import Command, json_option
from local.checkout import environment, exports


@click.command(cls=Command)
@json_option
def run(as_json: bool) -> int:
    setup.prepare()
    print(json.dumps(environment(os.environ), indent=2) if as_json else exports(os.environ))
    return 0
