"""``platform up``: deploys a local stage, a stack per service, and places a first order."""

from __future__ import annotations

import argparse
import time

from cli import first_order, setup
from cli.board import changes_of
from cli.deployment import DONE, Deployment
from cli.fleet import AT_ONCE, Fleet, report
from cli.outputs import listing
from cli.stage import LocalStage, local_stage, stage_option
from cli.unchanged import Deployed
from local import stacks
from local.checkout import LocalError
from local.emulator import Found
from local.progress import say

HELP = "deploy a local stage and run a first order through it"


def options(parser: argparse.ArgumentParser) -> None:
    stage_option(parser)
    parser.add_argument("--check", action="store_true", help="ask the engine about every stack")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="stacks deployed at a time")


def run(args: argparse.Namespace) -> int:
    started = time.monotonic()
    stage = local_stage(args.stage)
    setup.prepare(stages=[])
    refuse_whole_stage(stage)
    start_emulator(stage)
    deployed = Deployed(stage)
    fleet = fleet_of(stage, deployed, args)
    went_well = fleet.run()
    if fleet.changed:
        stage.first_order.unlink(missing_ok=True)
    deployed.add(each.stack for each in fleet.deployments if each.state == DONE)
    if not went_well:
        say(f"\n{report(fleet.failed)}" if fleet.failed else "\nstopped; run it again to go on")
        return 130 if fleet.cancelled else 1
    for deployment in fleet.deployments:
        for warning in deployment.warnings:
            say(f"{deployment.stack}: {warning}")
    print(listing(stage))
    seconds = f"{time.monotonic() - started:.1f} s"
    print(f"{_summary(fleet)}, {seconds}" if fleet.changed else f"0 changes, {seconds}")
    if not stage.first_order.is_file():
        first_order.place(stage.name, stage.region, stage.emulator.endpoint)
        # After a first order that failed, the next run places it again.
        stage.first_order.touch()
    return 0


def fleet_of(stage: LocalStage, deployed: Deployed, args: argparse.Namespace) -> Fleet:
    """The platform's stack first, then the services' side by side; not those with no change."""
    config = stage.config
    return Fleet(
        [Deployment(stage.platform_stack, "up", config)],
        [Deployment(stack, "up", config) for stack in stage.service_stacks],
        prepare=make_ready,
        unchanged=lambda stack: not args.check and deployed.has(stack),
        at_once=args.at_once,
    )


def make_ready(deployment: Deployment) -> None:
    """Have the stack there, and its state in order."""
    stack = deployment.stack
    if stacks.settle(stack, deployment.config, deployment.folder):
        say(f"{stack}: an earlier run was cut short; its state is in order again")
    stacks.make(stack)


def start_emulator(stage: LocalStage) -> None:
    """Start the emulator unless it runs; if it died, remove the state of what it has lost."""
    found = stage.emulator.start()
    words = "already running" if found is Found.RUNNING else "started"
    say(f"emulator: {words} at {stage.emulator.endpoint}, log in {stage.emulator.log}")
    if found is not Found.DIED:
        return
    say("emulator: it had died without saving, so this starts from nothing")
    stage.emulator.reset()
    for stack in stage.deployed_stacks:
        stacks.unlock(stack)
        stacks.remove(stack, with_resources=True)


def refuse_whole_stage(stage: LocalStage) -> None:
    """Raise ``LocalError`` if one stack holds the whole stage: names would be taken twice."""
    if next(stacks.resources(stage.name), None):
        raise LocalError(
            f"stack {stage.name} holds the whole stage, deployed by hand; "
            f"end it first: platform down --stage {stage.name}"
        )


def _summary(fleet: Fleet) -> str:
    whole = Deployment("", "up", fleet.deployments[0].config)
    for deployment in fleet.deployments:
        for kind, count in deployment.changes.items():
            whole.changes[kind] = whole.changes.get(kind, 0) + count
    return changes_of(whole)
