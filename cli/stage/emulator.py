"""``platform emulator``: the emulator by hand; ``up`` and ``down`` start and stop it themselves."""

from __future__ import annotations

import click

from cli.stage import recover
from cli.stage.local import LocalStage, local_stage
from cli.terminal.arguments import Command, stage_option
from local import stage_lock
from local.checkout import LocalError
from local.emulator import Ended


def start(stage: LocalStage) -> int:
    recover.start_emulator(stage)
    return 0


def stop(stage: LocalStage) -> int:
    ended = stage.emulator.stop()
    print(f"emulator: {ended.value}")
    return 1 if ended is Ended.LOST else 0


def reset(stage: LocalStage) -> int:
    deployed = stage.deployed_stacks
    if deployed:
        raise LocalError(
            f"{', '.join(deployed)} would lose what they deployed; use platform down instead"
        )
    stage.emulator.start()
    stage.emulator.reset()
    stage.forget()
    print("emulator: empty")
    return 0


ACTIONS = {"start": start, "stop": stop, "reset": reset}


@click.command(cls=Command)
@click.argument("action", metavar="ACTION", type=click.Choice(list(ACTIONS)))
@stage_option
def run(action: str, stage_name: str) -> int:
    stage = local_stage(stage_name)
    with stage_lock.held(stage.name, f"platform emulator {action}"):
        return ACTIONS[action](stage)
