"""``platform env``: the variables under which plain ``pulumi`` works in this checkout."""

from __future__ import annotations

import argparse
import os

from cli import setup
from local.checkout import exports

HELP = 'print the shell\'s variables: eval "$(make -s env)", then run pulumi by hand'


def options(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    setup.prepare()
    print(exports(os.environ))
    return 0
