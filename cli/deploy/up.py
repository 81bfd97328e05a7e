"""``platform up``: deploys a local stage, a stack per service, and places a first order."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection
from contextlib import redirect_stdout
from dataclasses import asdict

import click

from cli.deploy import down, drift, first_order, on_backend
from cli.deploy.outputs import listing
from cli.run import run_report
from cli.run.board import changes_of
from cli.run.deployment import CANCELLED, DONE, Deployment
from cli.run.fleet import Fleet, report
from cli.run.manner import Manner, manner_options
from cli.stage import recover, setup
from cli.stage.local import LocalStage, local_stage
from cli.stage.services import Chosen, Named, chosen, services_option
from cli.stage.unchanged import Deployed
from cli.terminal.arguments import Command, stage_argument
from local import stacks, stage_lock
from local.checkout import LocalError
from local.emulator import Found
from local.progress import say
from settings import Settings

CHECK = "ask the engine about every stack, and mend what was deleted or changed on the emulator"


@click.command(cls=Command)
@stage_argument
@services_option
@click.option("--restore", is_flag=True, help="go on from the backup of a state that is spoiled")
@click.option("--check", is_flag=True, help=CHECK)
@manner_options
@click.option("--yes", is_flag=True, help="of a stage on AWS: go on without being asked")
@click.option("--json", "as_json", is_flag=True, help="print the report of the run, and no outputs")
def run(
    stage_name: str,
    services: tuple[str, ...],
    with_dependents: bool,
    since: str | None,
    restore: bool,
    check: bool,
    manner: Manner,
    yes: bool,
    as_json: bool,
) -> int:
    """The whole stage, or only the stacks of some services, beside what is deployed. The stack that
    they share comes first, their dependents last; what has not changed is not deployed again.

    A stage on AWS is deployed with your own Pulumi, its backend and your credentials, and judged by
    the policies.
    """
    started = time.monotonic()
    if (settings := Settings.of_stage(stage_name)).endpoint is None:
        if restore or check:
            raise click.UsageError("--restore and --check are for local stages; see refresh, drift")
        named = Named(stage_name, settings.deployed)
        some = chosen(named, services, with_dependents=with_dependents, since=since)
        return on_backend.asked(settings, "up", manner, some, yes=yes, as_json=as_json)
    stage = local_stage(stage_name)
    some = chosen(stage, services, with_dependents=with_dependents, since=since)
    with stage_lock.held(stage.name, "platform up"):
        deployed = Deployed(stage)
        deployed.read_sources()
        setup.prepare(stages=[])
        restored = in_order(stage, restore=restore)
        recover.start_emulator(stage)
        if check:
            drift.record(stage, drift.of(stage))
        compared = restored | deployed.drifted
        fleet = fleet_of(deployed, compared, manner, some, check=check)
        return deploy(deployed, fleet, started, as_json=as_json)


def in_order(stage: LocalStage, *, restore: bool) -> set[str]:
    """Refuse what cannot be deployed over; the stacks whose state was restored from a backup."""
    restored: set[str] = set()
    if stage.emulator.found is not Found.DIED:
        if restore:
            restored = recover.restore(stage)
        recover.refuse_spoiled(stage)
    refuse_whole_stage(stage)
    return restored


def deploy(deployed: Deployed, fleet: Fleet, started: float, *, as_json: bool) -> int:
    """Deploy what has changed, destroy what was removed, place a first order; the exit code."""
    stage = deployed.stage
    went_well = fleet.run()
    if fleet.changed:
        stage.first_order.unlink(missing_ok=True)
    done = [each for each in fleet.deployments if each.state == DONE]
    down.remove_destroyed(stage, done)
    deployed.add(each.stack for each in done if each.operation == "up")
    deployed.add_failed(each.stack for each in fleet.failed)
    deployed.restore(each.stack for each in fleet.deployments if each.state == CANCELLED)
    seconds = time.monotonic() - started
    made = run_report.facts(stage.name, "up", fleet.deployments, started, seconds)
    if not went_well:
        say(f"\n{report(fleet.failed)}\n" if fleet.failed else "\nstopped; run it again to go on")
        run_report.show(made, as_json=as_json)
        return 130 if fleet.cancelled else 1
    for deployment in fleet.deployments:
        for warning in deployment.warnings:
            say(f"{deployment.stack}: {warning}")
    if as_json:
        run_report.show(made, as_json=True)
    else:
        print(listing(stage))
        changes = _summary(fleet) if fleet.changed else "0 changes"
        print(f"{changes}, {seconds:.1f} s")
    if not stage.first_order.is_file() and all(map(stacks.exists, stage.service_stacks)):
        with redirect_stdout(sys.stderr if as_json else sys.stdout):
            first_order.place(stage.name, stage.region, stage.emulator.endpoint)
        # After a first order that failed, the next run places it again.
        stage.first_order.touch(mode=0o600)
    return 0


def fleet_of(
    deployed: Deployed, compared: set[str], manner: Manner, some: Chosen | None, *, check: bool
) -> Fleet:
    """The platform's stack first, then the services' side by side, then the dependents of those
    that were chosen, then what is over all of them; not those with no change.

    Services that are deployed, and that the settings or the checkout no longer have, are destroyed
    with a whole stage.
    """
    stage = deployed.stage
    config, removed = stage.config, [] if some else stage.removed_stacks
    for stack in removed:
        say(f"{stack}: not a service of this checkout's settings, so it is destroyed")
    all_ = Chosen(stage.services)
    waves = [
        [Deployment(f"{stage.name}-{each}", "up", config) for each in services]
        for services in ((some or all_).services, (some or all_).dependents)
    ]
    chosen_stacks = {each.stack for wave in waves for each in wave}
    complete = all(map(stacks.exists, set(stage.service_stacks) - chosen_stacks))
    over = [stage.overview_stack] if stage.has_overview and complete else []

    def unchanged(stack: str) -> bool:
        # The overview is made of what the other stacks register, and comes after them.
        others = stack not in over or not fleet.changed
        same = others and not check and stack not in {*removed, *compared}
        return same and deployed.has(stack)

    fleet = Fleet(
        [Deployment(stage.platform_stack, "up", config)],
        [*(Deployment(stack, "destroy", config) for stack in removed), *waves[0]],
        waves[1],
        [Deployment(stack, "up", config) for stack in over],
        prepare=lambda deployment: make_ready(deployment, deployed, compared),
        unchanged=unchanged,
        **asdict(manner),
    )
    return fleet


def make_ready(deployment: Deployment, deployed: Deployed, compared: Collection[str] = ()) -> None:
    """Have the stack there, its state in order, and what follows recorded as unfinished."""
    stack = deployment.stack
    if stacks.settle(stack, deployment.config, deployment.folder, restored=stack in compared):
        why = "compared with the emulator" if stack in compared else "in order again after a cut"
        say(f"{stack}: its state is {why}")
    deployed.begin(stack)
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
