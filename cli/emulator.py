"""``platform emulator``: the emulator by hand; ``up`` and ``down`` start and stop it themselves."""

from __future__ import annotations

import argparse

from cli.stage import local_stage, stage_option
from local.checkout import LocalError
from local.emulator import Found

HELP = "start or stop the emulator of a local stage by hand"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("start", "stop", "reset"))
    stage_option(parser)


def run(args: argparse.Namespace) -> int:
    stage = local_stage(args.stage)
    if args.action == "start":
        found = stage.emulator.start()
        print(f"emulator: {'already running' if found is Found.RUNNING else 'started'}")
        if found is Found.DIED:
            print("it had died without saving: what was deployed to it since is lost")
    elif args.action == "stop":
        print(f"emulator: {'stopped' if stage.emulator.stop() else 'was not running'}")
    else:
        deployed = stage.deployed_stacks
        if deployed:
            raise LocalError(
                f"{', '.join(deployed)} would lose what they deployed; use platform down instead"
            )
        stage.emulator.start()
        stage.emulator.reset()
        print("emulator: empty")
    return 0
