"""``platform down``: ends a local stage with its emulator, or destroys it as it would be on AWS."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial

import click

from cli.deploy import on_backend
from cli.run.deployment import CANCELLED, DONE, Deployment
from cli.run.fleet import AT_ONCE, MOST_AT_ONCE, Fleet, report
from cli.run.manner import Manner
from cli.stage import recover, setup
from cli.stage.local import LocalStage, local_stage
from cli.stage.unchanged import Deployed
from cli.terminal.arguments import Command, Whole, json_option, stage_argument
from local import examples, inventory, stacks, stage_lock
from local.checkout import LocalError
from local.emulator import Found
from local.progress import say
from settings import Settings


@click.command(cls=Command)
@stage_argument
@click.option(
    "--destroy",
    "destroyed",
    is_flag=True,
    help="have the engine destroy every stack first, as on AWS, and say what it left",
)
@click.option(
    "--at-once",
    type=Whole(1, MOST_AT_ONCE),
    default=AT_ONCE,
    help=f"stacks destroyed at a time, 1 to {MOST_AT_ONCE}",
)
@click.option("--yes", is_flag=True, help="of a stage on AWS: go on without being asked")
@json_option
def run(stage_name: str, destroyed: bool, at_once: int, yes: bool, as_json: bool) -> int:
    """With --json what the emulator held that no stack knew of: ``left``.

    A stage on AWS is destroyed with your own Pulumi, its backend and your credentials: the services
    first, then what they share. With keep_data in its file it is not: take that out first.
    """
    settings = Settings.of_stage(stage_name)
    return take_down(settings, destroyed=destroyed, at_once=at_once, yes=yes, as_json=as_json)


def take_down(
    settings: Settings, *, destroyed: bool, at_once: int = AT_ONCE, yes: bool, as_json: bool
) -> int:
    """End a stage; the exit code."""
    stage_name = settings.stage
    if settings.endpoint is None:
        if settings.keep_data:
            raise LocalError(
                f"stage {stage_name} keeps its data: set keep_data: false in "
                f"Pulumi.{stage_name}.yaml, deploy that, and then take it down"
            )
        manner = Manner(at_once=at_once)
        return on_backend.asked(settings, "destroy", manner, None, yes=yes, as_json=as_json)
    return take_down_here(local_stage(stage_name), destroyed, at_once, as_json=as_json)


def take_down_here(stage: LocalStage, destroyed: bool, at_once: int, *, as_json: bool) -> int:
    """End a local stage, with its emulator."""
    with stage_lock.held(stage.name, "platform down"):
        setup.prepare(stages=[])
        existing = stage.deployed_stacks
        if not existing and not stage.lost_stacks and not stage.emulator.running:
            return say_down(stage, [], f"stage {stage.name} is not deployed", as_json=as_json)
        left: list[str] = []
        if destroyed:
            if why := cannot_be_destroyed(stage):
                raise LocalError(
                    f"{why}, so there is nothing that the engine could destroy; "
                    f"end the stage with its emulator: platform down --stage {stage.name}"
                )
            stage.emulator.start()
            deployed = Deployed(stage)
            if code := destroy(deployed, fleet_of(deployed, existing, at_once)):
                return code
            left = end(stage)
        else:
            recover.forget(stage)
        text = "" if left else f"stage {stage.name} is down; nothing is left of it"
        return say_down(stage, left, text, as_json=as_json)


def say_down(stage: LocalStage, left: list[str], text: str, *, as_json: bool) -> int:
    """Print that a stage is down; the exit code is 1 if its emulator held more than its stacks."""
    if as_json:
        print(json.dumps({"stage": stage.name, "deployed": False, "left": left}))
    elif text:
        print(text)
    return 1 if left else 0


def cannot_be_destroyed(stage: LocalStage) -> str | None:
    """Why the engine cannot destroy what is deployed; None if it can."""
    if stage.emulator.found is Found.DIED:
        return "its emulator had ended without saving"
    unreadable = [*stage.spoiled_stacks, *stage.lost_stacks]
    if unreadable:
        return f"the state of {', '.join(map(stacks.shown, unreadable))} cannot be read"
    return None


def fleet_of(deployed: Deployed, existing: list[str], at_once: int) -> Fleet:
    """What is over the services, then these and the examples side by side, then the platform's own
    stack.
    """
    stage = deployed.stage
    others = {each.stack(stage.name): each for each in examples.deployed(stage.name)}
    over: list[Deployment] = []
    first: list[Deployment] = []
    last: list[Deployment] = []
    for stack in existing:
        if stack in others:
            first.append(of_example(stage, others[stack], "destroy"))
        else:
            wave = last if stack in (stage.name, stage.platform_stack) else first
            wave = over if stack == stage.overview_stack else wave
            wave.append(Deployment(stack, "destroy", stage.config))
    return Fleet(over, first, last, prepare=partial(settle, deployed), at_once=at_once)


def of_example(stage: LocalStage, example: examples.Example, operation: str) -> Deployment:
    """The deployment of an example to a stage's emulator, or its end."""
    config = example.config(stage.name, stage.region, stage.emulator.endpoint)
    return Deployment(example.stack(stage.name), operation, config, example.folder)


def settle(deployed: Deployed, deployment: Deployment) -> None:
    """Have the state of a stack in order, if an earlier run was cut short, and record what follows
    as unfinished.
    """
    stacks.settle(deployment.stack, deployment.config, deployment.folder)
    deployed.begin(deployment.stack)


def destroy(deployed: Deployed, fleet: Fleet) -> int:
    """Destroy the stacks of a fleet; the exit code."""
    stage = deployed.stage
    gone = fleet.run()
    remove_destroyed(stage, fleet.deployments)
    deployed.add_failed(each.stack for each in fleet.failed)
    deployed.restore(each.stack for each in fleet.deployments if each.state == CANCELLED)
    if not gone:
        say(f"\n{report(fleet.failed)}" if fleet.failed else "\nstopped; run it again to go on")
        if fleet.failed:
            say(f"or end it with its emulator: platform down --stage {stage.name}")
        return 130 if fleet.cancelled else 1
    return 0


def remove_destroyed(stage: LocalStage, deployments: Iterable[Deployment]) -> None:
    """Remove the stacks that were destroyed, and the record of their deployment."""
    done = [
        each.stack for each in deployments if each.operation == "destroy" and each.state == DONE
    ]
    for stack in done:
        stacks.remove(stack)
    if done:
        Deployed(stage).remove(done)


def end(stage: LocalStage) -> list[str]:
    """Stop the emulator; what it held that no stack knew of."""
    left = inventory.of(stage.emulator.endpoint, stage.region)
    recover.forget(stage)
    if left:
        say(
            f"stage {stage.name} is down, but no stack knew of these, which went with the emulator:"
        )
        for line in left:
            say(f"  {line}")
    return left
