"""``platform setup``: engine, language host, provider and stacks, ready for the shell."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from cli.terminal.arguments import Command
from local import files, stacks, state_files
from local.checkout import STATE
from local.progress import say
from local.toolchain import yaml_host
from local.toolchain.setup import set_up
from settings import stages as every_stage


@click.command(cls=Command)
@click.option("--yaml", is_flag=True, help="also the language host for programs in YAML")
def run(yaml: bool) -> int:
    prepare(talk=True)
    if yaml:
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
