"""``platform emulator``: the emulator by hand; ``up`` and ``down`` start and stop it themselves."""

from __future__ import annotations

import argparse

from cli import recover
from cli.stage import LocalStage, local_stage, stage_option
from local import stage_lock
from local.checkout import LocalError
from local.emulator import Ended

HELP = "start or stop the emulator of a local stage by hand"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=tuple(ACTIONS), help="what to do")
    stage_option(parser)


def run(args: argparse.Namespace) -> int:
    stage = local_stage(args.stage)
    with stage_lock.held(stage.name, f"platform emulator {args.action}"):
        return ACTIONS[args.action](stage)


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
