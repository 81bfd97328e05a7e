"""``platform down``: destroys a local stage, looks for what was left, and stops the emulator."""

from __future__ import annotations

import argparse

from cli import setup
from cli.deployment import DONE, Deployment
from cli.fleet import AT_ONCE, Fleet, report
from cli.stage import LocalStage, local_stage, stage_option
from local import inventory, stacks
from local.emulator import Found
from local.progress import say

HELP = "destroy a local stage and stop its emulator"


def options(parser: argparse.ArgumentParser) -> None:
    stage_option(parser)
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="stacks destroyed at a time")


def run(args: argparse.Namespace) -> int:
    stage = local_stage(args.stage)
    setup.prepare(stages=[])
    existing = stacks.names(stage.name, stage.services)
    if not existing and not stage.emulator.running:
        print(f"stage {stage.name} is not deployed")
        return 0
    if stage.emulator.start() is Found.DIED:
        return _remove_state(stage, existing)
    fleet = fleet_of(stage, existing, args.at_once)
    gone = fleet.run()
    for deployment in fleet.deployments:
        if deployment.state == DONE:
            stacks.remove(deployment.stack)
    if not gone:
        say(f"\n{report(fleet.failed)}" if fleet.failed else "\nstopped; run it again to go on")
        return 130 if fleet.cancelled else 1
    left = inventory.of(stage.emulator.endpoint, stage.region)
    stage.emulator.stop()
    stage.emulator.forget()
    stage.record.unlink(missing_ok=True)
    stage.first_order.unlink(missing_ok=True)
    if left:
        say(
            f"stage {stage.name} is down, but no stack knew of these, which went with the emulator:"
        )
        for line in left:
            say(f"  {line}")
        return 1
    print(f"stage {stage.name} is down; nothing is left of it")
    return 0


def fleet_of(stage: LocalStage, existing: list[str], at_once: int) -> Fleet:
    """The stacks of the services side by side, then that of the platform."""
    config = stage.config
    services = [stack for stack in existing if stack in stage.service_stacks]
    others = [stack for stack in existing if stack not in services]
    return Fleet(
        [Deployment(stack, "destroy", config) for stack in services],
        [Deployment(stack, "destroy", config) for stack in others],
        prepare=lambda stack: (stacks.settle(stack, config), None)[1],
        at_once=at_once,
    )


def _remove_state(stage: LocalStage, existing: list[str]) -> int:
    """Remove the stacks' state: the emulator died, and their resources with it."""
    for stack in existing:
        stacks.unlock(stack)
        stacks.remove(stack, with_resources=True)
    stage.emulator.stop()
    stage.emulator.forget()
    print(f"stage {stage.name} is down; its emulator had died, and everything with it")
    return 0
