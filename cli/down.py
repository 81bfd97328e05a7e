"""``platform down``: destroys a local stage, looks for what was left, and stops the emulator."""

from __future__ import annotations

import argparse

from cli import setup
from cli.deployment import DONE, Deployment
from cli.fleet import AT_ONCE, Fleet, report
from cli.stage import LocalStage, local_stage, stage_option
from local import examples, inventory, stacks
from local.emulator import Found
from local.progress import say

HELP = "destroy a local stage and stop its emulator"


def options(parser: argparse.ArgumentParser) -> None:
    stage_option(parser)
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="stacks destroyed at a time")


def run(args: argparse.Namespace) -> int:
    stage = local_stage(args.stage)
    setup.prepare(stages=[])
    existing = stage.deployed_stacks
    if not existing and not stage.emulator.running:
        print(f"stage {stage.name} is not deployed")
        return 0
    if stage.emulator.start() is Found.DIED:
        remove_state(existing)
        stage.emulator.stop()
        stage.emulator.remove_state()
        print(f"stage {stage.name} is down; its emulator had died, and everything with it")
        return 0
    code = destroy(fleet_of(stage, existing, args.at_once))
    if code == 0:
        code = end(stage)
    if code == 0:
        print(f"stage {stage.name} is down; nothing is left of it")
    return code


def fleet_of(stage: LocalStage, existing: list[str], at_once: int) -> Fleet:
    """The services and the examples side by side, then the platform's own stack."""
    others = {each.stack(stage.name): each for each in examples.deployed(stage.name)}
    first: list[Deployment] = []
    last: list[Deployment] = []
    for stack in existing:
        if stack in others:
            first.append(of_example(stage, others[stack], "destroy"))
        else:
            wave = first if stack in stage.service_stacks else last
            wave.append(Deployment(stack, "destroy", stage.config))
    return Fleet(first, last, prepare=settle, at_once=at_once)


def of_example(stage: LocalStage, example: examples.Example, operation: str) -> Deployment:
    """The deployment of an example to a stage's emulator, or its end."""
    config = example.config(stage.name, stage.region, stage.emulator.endpoint)
    return Deployment(example.stack(stage.name), operation, config, example.folder)


def settle(deployment: Deployment) -> None:
    """Have the state of a stack in order, if an earlier run was cut short."""
    stacks.settle(deployment.stack, deployment.config, deployment.folder)


def destroy(fleet: Fleet) -> int:
    """Destroy the stacks of a fleet; the exit code."""
    gone = fleet.run()
    for deployment in fleet.deployments:
        if deployment.state == DONE:
            stacks.remove(deployment.stack)
    if not gone:
        say(f"\n{report(fleet.failed)}" if fleet.failed else "\nstopped; run it again to go on")
        return 130 if fleet.cancelled else 1
    return 0


def end(stage: LocalStage) -> int:
    """Stop the emulator; the exit code is 1 if it held what no stack knew of."""
    left = inventory.of(stage.emulator.endpoint, stage.region)
    stage.emulator.stop()
    stage.emulator.remove_state()
    stage.record.unlink(missing_ok=True)
    stage.first_order.unlink(missing_ok=True)
    if left:
        say(
            f"stage {stage.name} is down, but no stack knew of these, which went with the emulator:"
        )
        for line in left:
            say(f"  {line}")
    return 1 if left else 0


def remove_state(existing: list[str]) -> None:
    """Remove the stacks that were deployed to an emulator which died without saving."""
    for stack in existing:
        stacks.unlock(stack)
        stacks.remove(stack, with_resources=True)
