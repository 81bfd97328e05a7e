"""On backend: runs over the stacks of a stage whose state is in a Pulumi account or a bucket."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, replace

import click

from cli.deploy.cost_lines import Asked
from cli.deploy.preview import comparison
from cli.deploy.stack_changes import PLATFORM
from cli.run import run_report
from cli.run.deployment import DONE, Deployment
from cli.run.fleet import Fleet, report
from cli.run.manner import Manner
from cli.stage.engine import Engine
from cli.stage.services import Chosen
from local.checkout import LocalError
from local.progress import say
from settings import OVERVIEW, Settings

# What an update of AWS is judged by; a refresh and a destruction change nothing that they judge.
POLICIES = ("--policy-pack", "policies")
DOES = {"up": "deploys to", "refresh": "compares the states with", "destroy": "deletes from"}


def confirm(engine: Engine, settings: Settings, operation: str, some: Chosen | None) -> None:
    """Ask whether to go on, after what would change and what it would cost; raises
    ``click.UsageError`` where there is no terminal to ask at.
    """
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"{engine.stage} is on AWS, and this {DOES[operation]} it; confirm with --yes"
        )
    if operation == "up" and engine.deployed():
        say("\n".join(comparison(engine, settings, Asked.of(None), some, form="text", every=False)))
    click.confirm(f"this {DOES[operation]} {engine.stage}; go on?", abort=True, err=True)


def asked(
    settings: Settings,
    operation: str,
    manner: Manner,
    some: Chosen | None,
    *,
    yes: bool,
    as_json: bool,
) -> int:
    """Run an operation on a stage on AWS, after ``--yes`` or the answer to a question."""
    engine = Engine.of(settings)
    if not yes:
        confirm(engine, settings, operation, some)
    overview = settings.availability_percent is not None
    return run(
        engine, settings.deployed, operation, manner, some, overview=overview, as_json=as_json
    )


def run(
    engine: Engine,
    services: tuple[str, ...],
    operation: str,
    manner: Manner,
    some: Chosen | None = None,
    *,
    overview: bool = False,
    as_json: bool = False,
) -> int:
    """Run an operation on the stacks of a stage, or on those of some services; the exit code.

    The stack that all share comes first, and last when they are destroyed; that of the
    ``overview``, if the stage is to have one, the other way round. What was cut short is put in
    order before.
    """
    started = time.monotonic()
    refuse_whole_stage(engine)
    fleet = Fleet(
        *waves(engine, services, operation, some, overview=overview),
        prepare=lambda deployment: ready(engine, deployment),
        **asdict(manner),
    )
    went_well = fleet.run()
    if operation == "destroy":
        for each in fleet.deployments:
            if each.state == DONE:
                engine.run(["stack", "rm", "--yes", "--preserve-config", "--stack", each.stack])
    if not went_well:
        say(f"\n{report(fleet.failed)}\n" if fleet.failed else "\nstopped; run it again to go on")
    seconds = time.monotonic() - started
    made = run_report.facts(engine.stage, operation, fleet.deployments, started, seconds)
    run_report.show(made, as_json=as_json)
    return 0 if went_well else 130 if fleet.cancelled else 1


def waves(
    engine: Engine,
    services: tuple[str, ...],
    operation: str,
    some: Chosen | None,
    *,
    overview: bool = False,
) -> list[list[Deployment]]:
    """The deployments in their order; but for ``up`` only of stacks that there are. The overview
    is deployed once all services are: it reads a parameter of each.
    """
    chosen = some or Chosen(services)
    order = [[PLATFORM], list(chosen.services), list(chosen.dependents), [OVERVIEW]]
    if operation == "refresh" and some is not None:
        order = order[1:3]
    if operation == "destroy":
        order = [[OVERVIEW], [*chosen.all], [] if some else [PLATFORM]]
    there = {each.removeprefix(f"{engine.stage}-") for each in engine.deployed()}
    if operation == "up":
        complete = overview and there.issuperset(set(services) - {*chosen.all})
        there |= {PLATFORM, *chosen.all, *([OVERVIEW] if complete else [])}
    flags = POLICIES if operation == "up" else ()
    found = [
        [
            replace(_deployment(engine, stack, operation), flags=flags)
            for stack in (f"{engine.stage}-{name}" for name in names if name in there)
        ]
        for names in order
    ]
    if not any(found):
        raise LocalError(f"no stack of stage {engine.stage} is deployed")
    return found


def ready(engine: Engine, deployment: Deployment) -> None:
    """Have a stack there, and its state in order."""
    if deployment.operation == "up":
        engine.make(deployment.stack)
    if unfinished := engine.settle(deployment.stack):
        say(f"{deployment.stack}: in order again after a cut, which was at:\n{listed(unfinished)}")


def listed(urns: Iterable[str]) -> str:
    return "\n".join(f"  {urn}" for urn in urns)


def refuse_whole_stage(engine: Engine) -> None:
    """Raise ``LocalError`` if one stack holds the whole stage: names would be taken twice."""
    if engine.stage in engine.deployed():
        raise LocalError(
            f"stack {engine.stage} holds the whole stage, deployed by hand: go on with pulumi, or "
            f"end it first: pulumi destroy -s {engine.stage}"
        )


def _deployment(engine: Engine, stack: str, operation: str) -> Deployment:
    return Deployment(
        stack, operation, engine.config, program=engine.program, variables=engine.variables
    )
