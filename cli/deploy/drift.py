"""``platform drift``: what was deleted or changed on the emulator since a stage was deployed.

What it finds the next ``platform up`` mends.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from cli.stage.local import LocalStage, local_stage
from cli.stage.unchanged import Deployed
from cli.terminal.arguments import Command, json_option, stage_argument
from local import stacks, stage_lock
from local.checkout import LocalError
from local.drift import Drift, Emulated, Kind
from local.emulator import Found
from local.progress import say
from local.provider.errors import ProviderError

WIDEST = 100


@click.command(cls=Command)
@stage_argument
@click.option("--unknown", is_flag=True, help="name what is in no state, too: made by others")
@json_option
def run(stage_name: str, unknown: bool, as_json: bool) -> int:
    """Compare; the exit code is 1 if anything differs."""
    stage = local_stage(stage_name)
    with stage_lock.held(stage.name, "platform drift"):
        if stage.emulator.found is not Found.RUNNING:
            raise LocalError(
                f"the emulator of stage {stage.name} is not running; "
                f"start it: platform up --stage {stage.name}"
            )
        found = of(stage)
        Deployed(stage).add_drifted(each.stack for each in found)
        others = unknown_of(stage) if unknown else []
    if as_json:
        print(json.dumps([asdict(each) for each in (*found, *others)], indent=2, default=str))
        return int(bool(found or others))
    for each in (*found, *others):
        print(line(each))
    if found:
        say(f"{len(found)} to mend: platform up --stage {stage.name}")
    elif not others:
        print("no drift: everything is as it was deployed")
    return int(bool(found or others))


def of(stage: LocalStage) -> list[Drift]:
    """All drift of a stage's own stacks; raises ``LocalError`` if something cannot be read."""
    emulated = Emulated(stage.region, stage.emulator.endpoint)
    try:
        return emulated.drift_of(
            {each: stacks.deployment(each) for each in stacks.names(stage.name)}
        )
    except ProviderError as error:
        raise LocalError(str(error)) from error


def unknown_of(stage: LocalStage) -> list[Drift]:
    """What the emulator has that no stack has, of the stage or of an example."""
    emulated = Emulated(stage.region, stage.emulator.endpoint)
    return emulated.unknown(stacks.deployment(stack) for stack in stage.deployed_stacks)


def record(stage: LocalStage, found: list[Drift]) -> None:
    """Have the next ``up`` mend what was found, each of which is named on the screen."""
    for each in found:
        say(line(each))
    Deployed(stage).add_drifted(each.stack for each in found)


def line(found: Drift) -> str:
    """One finding: ``local-orders: aws:sqs/queue:Queue orders-queue: was deleted``."""
    about = f"{found.type} {found.name}"
    if found.kind is Kind.UNKNOWN:
        return f"{about}: is in no state"
    about = f"{found.stack}: {about}"
    if found.kind is Kind.DELETED:
        return f"{about}: was deleted"
    if found.kind is Kind.UNFINISHED:
        return f"{about}: its deployment was cut short"
    was, now = _short(found.recorded), _short(found.found)
    return f"{about}: {found.property_name} is {now}, was {was}"


def _short(value: Any) -> str:
    if value is None:
        return "not there"
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"
