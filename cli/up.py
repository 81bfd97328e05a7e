"""``platform up``: deploys a local stage, a stack per service, and places a first order."""

from __future__ import annotations

import time
from collections.abc import Collection

import click

from cli import down, drift, first_order, recover, setup
from cli.arguments import Command, Whole, stage_argument
from cli.board import changes_of
from cli.deployment import DONE, Deployment
from cli.fleet import AT_ONCE, MOST_AT_ONCE, Fleet, report
from cli.outputs import listing
from cli.stage import LocalStage, local_stage
from cli.unchanged import Deployed
from local import stacks, stage_lock
from local.checkout import LocalError
from local.emulator import Found
from local.progress import say

CHECK = "ask the engine about every stack, and mend what was deleted or changed on the emulator"


@click.command(cls=Command)
@stage_argument
@click.option("--restore", is_flag=True, help="go on from the backup of a state that is spoiled")
@click.option("--check", is_flag=True, help=CHECK)
@click.option(
    "--at-once",
    type=Whole(1, MOST_AT_ONCE),
    default=AT_ONCE,
    help=f"stacks deployed at a time, 1 to {MOST_AT_ONCE}",
)
def run(stage_name: str, restore: bool, check: bool, at_once: int) -> int:
    started = time.monotonic()
    stage = local_stage(stage_name)
    with stage_lock.held(stage.name, "platform up"):
        setup.prepare(stages=[])
        restored = in_order(stage, restore=restore)
        recover.start_emulator(stage)
        if check:
            drift.record(stage, drift.of(stage))
        compared = restored | Deployed(stage).drifted
        return deploy(stage, compared, started, check=check, at_once=at_once)


def in_order(stage: LocalStage, *, restore: bool) -> set[str]:
    """Refuse what cannot be deployed over; the stacks whose state was restored from a backup."""
    restored: set[str] = set()
    if stage.emulator.found is not Found.DIED:
        if restore:
            restored = recover.restore(stage)
        recover.refuse_spoiled(stage)
    refuse_whole_stage(stage)
    return restored


def deploy(
    stage: LocalStage, compared: set[str], started: float, *, check: bool, at_once: int
) -> int:
    """Deploy what has changed, destroy what was removed, place a first order; the exit code."""
    deployed = Deployed(stage)
    fleet = fleet_of(stage, deployed, compared, check=check, at_once=at_once)
    went_well = fleet.run()
    if fleet.changed:
        stage.first_order.unlink(missing_ok=True)
    done = [each for each in fleet.deployments if each.state == DONE]
    down.remove_destroyed(stage, done)
    deployed.add(each.stack for each in done if each.operation == "up")
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
        stage.first_order.touch(mode=0o600)
    return 0


def fleet_of(
    stage: LocalStage, deployed: Deployed, compared: set[str], *, check: bool, at_once: int
) -> Fleet:
    """The platform's stack first, then the services' side by side; not those with no change.

    Services that are deployed, and that the settings or the checkout no longer have, are destroyed.
    """
    config, removed = stage.config, stage.removed_stacks
    for stack in removed:
        say(f"{stack}: not a service of this checkout's settings, so it is destroyed")
    return Fleet(
        [Deployment(stage.platform_stack, "up", config)],
        [
            *(Deployment(stack, "destroy", config) for stack in removed),
            *(Deployment(stack, "up", config) for stack in stage.service_stacks),
        ],
        prepare=lambda deployment: make_ready(deployment, compared),
        unchanged=lambda stack: (
            not check and stack not in {*removed, *compared} and deployed.has(stack)
        ),
        at_once=at_once,
    )


def make_ready(deployment: Deployment, compared: Collection[str] = ()) -> None:
    """Have the stack there, and its state in order."""
    stack = deployment.stack
    if stacks.settle(stack, deployment.config, deployment.folder, restored=stack in compared):
        why = "compared with the emulator" if stack in compared else "in order again after a cut"
        say(f"{stack}: its state is {why}")
    if deployment.operation == "up":
        stacks.make(stack)


def refuse_whole_stage(stage: LocalStage) -> None:
    """Raise ``LocalError`` if one stack holds the whole stage: names would be taken twice."""
    if stage.name in stacks.names(stage.name):
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
