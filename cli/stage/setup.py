"""``platform setup``: engine, language host, provider and stacks, ready for the shell."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import click

from cli.terminal.arguments import Command, json_option
from local import files, stacks, state_files
from local.checkout import STATE
from local.progress import say
from local.toolchain import yaml_host
from local.toolchain.setup import set_up
from settings import stages as every_stage


@click.command(cls=Command)
@click.option("--yaml", is_flag=True, help="also the language host for programs in YAML")
@json_option
def run(yaml: bool, as_json: bool) -> int:
    """With --json where engine and host are, and the stages that have a stack."""
    engine = prepare(talk=not as_json)
    host = yaml_host.place(os.environ) if yaml else None
    if as_json:
        facts = {"engine": engine, "yamlHost": host, "stages": every_stage()}
        print(json.dumps(facts, indent=2, default=str))
    elif yaml:
        say(f"YAML host: {host}")
    return 0


def prepare(*, talk: bool = False, stages: Sequence[str] | None = None) -> str:
    """Have the toolchain in place, and an empty stack for each stage that has a file.

    Returns which engine it is, in words.
    """
    toolchain = set_up(os.environ)
    if talk or toolchain.changed:
        say(f"engine: {toolchain.engine}")
    files.make_folder(STATE)
    state_files.put_in_order()
    for stage in every_stage() if stages is None else stages:
        stacks.make(stage)
    return toolchain.engine
