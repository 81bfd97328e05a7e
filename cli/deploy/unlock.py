"""``platform unlock``: removes the locks that interrupted runs of the engine have left."""

from __future__ import annotations

import json

import click

from cli.stage import setup
from cli.stage.engine import Engine
from cli.stage.local import local_stage
from cli.terminal.arguments import Command, json_option, stage_argument
from local import stacks, stage_lock
from local.checkout import LocalError
from settings import Settings


@click.command(cls=Command)
@stage_argument
@json_option
@click.option("--yes", is_flag=True, help="of a stage on AWS: no run of anybody is under way")
def run(stage_name: str, as_json: bool, yes: bool) -> int:
    """Of a local stage the locks of engines that are gone, after which its state is compared with
    the emulator; a lock that an engine still holds is an error. Of a stage on AWS the locks of its
    stacks in your Pulumi backend, with those of other users.
    """
    settings = Settings.of_stage(stage_name)
    setup.prepare(stages=[])
    if settings.endpoint is None:
        if not yes:
            raise click.UsageError(
                f"{stage_name} is on AWS, where a run that is under way would be cut short; "
                "confirm that there is none: --yes"
            )
        engine = Engine.of(settings)
        unlocked = engine.deployed()
        for stack in unlocked:
            engine.run(["cancel", "--yes", "--stack", stack])
    else:
        stage = local_stage(stage_name)
        if not stage.emulator.running:
            raise LocalError(
                f"the emulator of stage {stage_name} is not running; "
                f"platform up --stage {stage_name} starts it and removes such locks itself"
            )
        with stage_lock.held(stage_name, "platform unlock"):
            # What a run that was killed has made is in no state until that is compared.
            every = stacks.names(stage_name)
            unlocked = [each for each in every if stacks.settle(each, stage.config)]
    lines = [f"{each}: unlocked" for each in unlocked] or ["no stack is locked"]
    print(json.dumps({"stage": stage_name, "unlocked": unlocked}) if as_json else "\n".join(lines))
    return 0
