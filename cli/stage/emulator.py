"""``platform emulator``: the emulator by hand; ``up`` and ``down`` start and stop it themselves."""

from __future__ import annotations

import json

import click

from cli.stage import recover
from cli.stage.local import LocalStage, local_stage
from cli.terminal.arguments import Command, json_option, stage_option
from local import stage_lock
from local.checkout import LocalError
from local.emulator import Ended

# Each returns its exit code and what the emulator is then; ``start`` has said so on stderr.
Done = tuple[int, str]


def start(stage: LocalStage) -> Done:
    recover.start_emulator(stage)
    return 0, "running"


def stop(stage: LocalStage) -> Done:
    ended = stage.emulator.stop()
    return 1 if ended is Ended.LOST else 0, ended.value


def reset(stage: LocalStage) -> Done:
    deployed = stage.deployed_stacks
    if deployed:
        raise LocalError(
            f"{', '.join(deployed)} would lose what they deployed; use platform down instead"
        )
    stage.emulator.start()
    stage.emulator.reset()
    stage.forget()
    return 0, "empty"


ACTIONS = {"start": start, "stop": stop, "reset": reset}


@click.command(cls=Command)
@click.argument("action", metavar="ACTION", type=click.Choice(list(ACTIONS)))
@json_option
@stage_option
def run(action: str, as_json: bool, stage_name: str) -> int:
    stage = local_stage(stage_name)
    with stage_lock.held(stage.name, f"platform emulator {action}"):
        code, state = ACTIONS[action](stage)
    if as_json:
        facts = {"stage": stage.name, "state": state, "endpoint": stage.emulator.endpoint}
        print(json.dumps(facts))
    elif action != "start":
        print(f"emulator: {state}")
    return code
