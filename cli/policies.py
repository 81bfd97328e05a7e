"""``platform policies``: every rule, where it applies, what it finds, and what is exempt."""

from __future__ import annotations

import argparse
import subprocess

from cli.stage import stage
from local.checkout import PYTHON, ROOT

HELP = "every policy rule on a stage: what it judges and finds, and what is exempt"
FORMATS = ("text", "json", "sarif", "junit")


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "stage", nargs="?", type=stage, default="prod", help="the stage, by its file; prod if none"
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="sarif for code scanning, junit for CI"
    )


def run(args: argparse.Namespace) -> int:
    # A process of its own: it records the program in memory, which the tests know how to.
    words = [args.stage, "--format", args.format]
    return subprocess.run([str(PYTHON), "-m", "tests.policies.report", *words], cwd=ROOT).returncode
