"""``platform outputs``: what a deployed stage answers to."""

from __future__ import annotations

import json
from typing import Any

import click

from cli.stage.local import LocalStage, local_stage
from cli.terminal.arguments import Command, json_option, stage_argument
from local import stacks
from local.edge_address import on_emulator


@click.command(cls=Command)
@stage_argument
@json_option
def run(stage_name: str, as_json: bool) -> int:
    stage = local_stage(stage_name)
    if not outputs_of(stage):
        print(f"stage {stage.name} is not deployed; deploy it with: make up")
        return 1
    print(json.dumps(outputs_of(stage), indent=2) if as_json else listing(stage))
    return 0


def outputs_of(stage: LocalStage) -> dict[str, Any]:
    """The outputs of all stacks of a stage; URLs of distributions as the emulator serves them."""
    found: dict[str, Any] = {}
    for stack in stacks.names(stage.name):
        found |= stacks.outputs(stack)
    return {
        name: on_emulator(value, stage.emulator.endpoint) if isinstance(value, str) else value
        for name, value in found.items()
    }


def listing(stage: LocalStage) -> str:
    """The outputs, one a line."""
    found = outputs_of(stage)
    width = max(map(len, found), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in found.items())
