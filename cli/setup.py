"""``platform setup``: engine, language host, provider and stacks, ready for the shell."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from local import files, stacks, state_files
from local.checkout import STATE
from local.progress import say
from local.toolchain import yaml_host
from local.toolchain.setup import set_up
from settings import stages as every_stage

HELP = "find or build the Pulumi engine and lay everything out in .local"


def options(parser: argparse.ArgumentParser) -> None:
    """Whether programs in YAML are to run, too."""
    parser.add_argument(
        "--yaml", action="store_true", help="also the language host for programs in YAML"
    )


def run(args: argparse.Namespace) -> int:
    prepare(talk=True)
    if args.yaml:
        say(f"YAML host: {yaml_host.place(os.environ)}")
    return 0


def prepare(*, talk: bool = False, stages: Sequence[str] | None = None) -> None:
    """Have the toolchain in place, and an empty stack for each stage that has a file."""
    toolchain = set_up(os.environ)
    if talk or toolchain.changed:
        say(f"engine: {toolchain.engine}")
    files.make_folder(STATE)
    state_files.put_in_order()
    for stage in every_stage() if stages is None else stages:
        stacks.make(stage)
