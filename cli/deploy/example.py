"""``platform example``: one of the programs in ``examples/``, on the emulator of a local stage."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import Any

import click

from cli.deploy.down import cannot_be_destroyed, destroy, end, of_example, settle
from cli.deploy.up import make_ready
from cli.run.board import changes_of
from cli.run.deployment import CANCELLED
from cli.run.fleet import Fleet, report
from cli.stage import recover, setup
from cli.stage.local import LocalStage, local_stage
from cli.stage.unchanged import Deployed
from cli.terminal.arguments import Command, json_option, stage_option
from cli.terminal.example_name import ExampleName
from local import examples, stacks, stage_lock
from local.checkout import LocalError
from local.edge_address import on_emulator
from local.emulator import Found
from local.examples import Example
from local.progress import say


@click.command(cls=Command)
@click.argument("name", required=False, type=ExampleName())
@click.option("--down", "ends", is_flag=True, help="destroy it; nothing is left of it")
@json_option
@stage_option
def run(name: str | None, ends: bool, as_json: bool, stage_name: str) -> int:
    """NAME is that of a folder in examples/."""
    if name is None:
        return show_all(as_json=as_json)
    example, stage = examples.find(name), local_stage(stage_name)
    if example.on_aws_only and not ends:
        raise LocalError(f"{example.name} is for AWS only: {example.on_aws_only}")
    with stage_lock.held(stage.name, "platform example"):
        setup.prepare(stages=[])
        if ends:
            return remove(stage, example, as_json=as_json)
        return deploy(stage, example, as_json=as_json)


def show_all(*, as_json: bool) -> int:
    """One line for each example."""
    found = {each.name: each.description for each in examples.every()}
    width = max(map(len, found))
    lines = [f"{name:<{width}}  {description}" for name, description in found.items()]
    print(json.dumps(found, indent=2) if as_json else "\n".join(lines))
    return 0


def deploy(stage: LocalStage, example: Example, *, as_json: bool) -> int:
    """Deploy an example beside whatever else the emulator has, and print what to try."""
    started = time.monotonic()
    if stage.emulator.found is not Found.DIED:
        recover.refuse_spoiled(stage)
    recover.start_emulator(stage)
    deployment, deployed = of_example(stage, example, "up"), Deployed(stage)
    ready = partial(make_ready, deployed=deployed, compared=deployed.drifted)
    fleet = Fleet([deployment], prepare=ready)
    went_well = fleet.run()
    deployed.add_failed(each.stack for each in fleet.failed)
    deployed.restore(each.stack for each in fleet.deployments if each.state == CANCELLED)
    if not went_well:
        say(f"\n{report(fleet.failed)}" if fleet.failed else "\nstopped; run it again to go on")
        return 130 if fleet.cancelled else 1
    deployed.remove([deployment.stack])
    for warning in deployment.warnings:
        say(f"{example.name}: {warning}")
    outputs = stacks.outputs(deployment.stack)
    commands = [typed(command, stage) for command in example.commands(outputs)]
    if as_json:
        result = {"example": example.name, "outputs": outputs, "try": commands}
        print(json.dumps({**result, "changes": deployment.changes}, indent=2))
        return 0
    seconds = time.monotonic() - started
    print(f"{example.name}: {changes_of(deployment)}, {seconds:.1f} s\n")
    print(to_try(example, outputs, commands))
    return 0


def typed(command: str, stage: LocalStage) -> str:
    """A command of a README as it reaches the emulator: those of the AWS CLI through ours, URLs of
    distributions at their names of this machine.
    """
    if not command.startswith("aws "):
        return on_emulator(command, stage.emulator.endpoint)
    named = "" if stage.name == "local" else f"--stage {stage.name} "
    return f"platform aws {named}{command[4:]}"


def to_try(example: Example, outputs: dict[str, Any], commands: list[str]) -> str:
    """The outputs, the commands to type, and where to read on."""
    width = max(map(len, outputs))
    listed = [f"{name:<{width}}  {value}" for name, value in outputs.items()]
    return "\n".join(
        [
            *listed,
            '\ntry (after eval "$(make -s env)"):',
            *[f"  {command}" for command in commands],
            f"\nread examples/{example.name}/README.md and __main__.py beside it",
            f"remove it: platform example {example.name} --down",
        ]
    )


def remove(stage: LocalStage, example: Example, *, as_json: bool) -> int:
    """Destroy an example; if it was the last thing on the emulator, stop that, too."""
    stack = example.stack(stage.name)
    if not stacks.exists(stack):
        say(f"example {example.name} is not deployed")
        return 0
    if why := cannot_be_destroyed(stage):
        recover.forget(stage)
        say(f"{why}, so everything went with the emulator")
        code = 0
    else:
        stage.emulator.start()
        deployed, end_of_it = Deployed(stage), of_example(stage, example, "destroy")
        code = destroy(deployed, Fleet([end_of_it], prepare=partial(settle, deployed)))
    if code == 0 and not stage.deployed_stacks:
        code = 1 if end(stage) else 0
    if code == 0 and as_json:
        print(json.dumps({"example": example.name, "deployed": False}))
    elif code == 0:
        print(f"example {example.name} is down; nothing is left of it")
    return code
