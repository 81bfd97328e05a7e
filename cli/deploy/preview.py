"""``platform preview``: what a stage would be, judged by the policies, or what would change; and
what it would cost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.deploy import change_summary
from cli.deploy.cost_lines import USAGE, Asked, Cost, Unknown, cost_of
from cli.deploy.stack_changes import PLATFORM, Change, changes
from cli.run.fleet import AT_ONCE
from cli.stage import setup
from cli.stage.engine import Engine
from cli.stage.local import local_stage
from cli.stage.services import Chosen, Named, chosen, services_option
from cli.terminal.arguments import Command, Text, json_option, stage_argument
from cost.planned import of_digests, of_plan
from local import files, stacks
from local.checkout import PULUMI, ROOT, LocalError, environment
from local.progress import say
from settings import Settings

LONGEST_PATH = 1000
# What the engine says of a plan that it saved, which is not kept.
OF_THE_PLAN = ("Update plan written to ", "Run `pulumi up --plan=")


@click.command(cls=Command)
@stage_argument
@services_option
@click.option(
    "--deployed/--offline",
    default=None,
    help="compare with what is deployed, or plan from nothing (default: deployed if it is local "
    "and up, offline otherwise)",
)
@click.option("--markdown", is_flag=True, help="print Markdown, as for a pull request")
@click.option("--diff", is_flag=True, help="every change and, offline, every property")
@click.option(
    "--usage",
    type=Text(LONGEST_PATH),
    help=f"how the stage is used, for what it costs: a file as {USAGE} (default)",
)
@json_option
def run(
    stage_name: str,
    services: tuple[str, ...],
    with_dependents: bool,
    since: str | None,
    deployed: bool | None,
    markdown: bool,
    diff: bool,
    usage: str | None,
    as_json: bool,
) -> int:
    """Offline a stage is planned as one stack, without an account. Compared with what is deployed
    there is a summary by service first: what is created, changed, replaced and deleted, with the
    properties of replacements and of what holds data; of a stage on AWS with your own Pulumi, its
    backend and your credentials. Last is what it costs in a month, and whether that is more than
    its budget. The exit code is 1 if a policy is violated.
    """
    settings = Settings.of_stage(stage_name)
    some = chosen(
        Named(stage_name, settings.deployed), services, with_dependents=with_dependents, since=since
    )
    asked = Asked.of(usage)
    setup.prepare(stages=[])
    if deployed is None:
        deployed = bool(settings.endpoint and _stacks_of(stage_name))
    if not deployed:
        if markdown or as_json or some is not None:
            raise click.UsageError(
                "services, --markdown and --json are for a preview of what is deployed: --deployed"
            )
        return offline(settings, asked, diff=diff)
    if settings.endpoint and not local_stage(stage_name).emulator.running:
        raise LocalError(f"stage {stage_name} is not up: platform up --stage {stage_name}")
    form = "json" if as_json else "markdown" if markdown else "text"
    print("\n".join(comparison(Engine.of(settings), settings, asked, some, form=form, every=diff)))
    return 0


def comparison(
    engine: Engine,
    settings: Settings,
    asked: Asked,
    some: Chosen | None,
    *,
    form: str,
    every: bool,
) -> Iterator[str]:
    """What would change of what is deployed, and what it would cost, if anything is planned."""
    digests = previews(engine, some)
    found = of_services(digests, settings.deployed, some)
    planned = of_digests(digests)
    cost = cost_of(settings, planned, asked, some) if planned.after else None
    if form == "json":
        yield as_document(found, cost)
        return
    if form == "markdown":
        yield change_summary.markdown(found, settings.stage).removesuffix("\n")
    else:
        yield change_summary.text(found, every=every)
    if cost:
        yield cost.markdown() if form == "markdown" else cost.text()


def as_document(found: Sequence[Change], cost: Cost | Unknown | None) -> str:
    """For programs."""
    changed = [{**asdict(each), "losesData": each.loses_data} for each in found]
    return json.dumps({"changes": changed, "cost": cost and cost.as_json()})


def previews(engine: Engine, some: Chosen | None) -> list[dict[str, Any]]:
    """Those of the stacks of a stage, or of some of its services, side by side."""
    there = engine.deployed()
    if not there:
        raise LocalError(f"no stack of stage {engine.stage} is deployed")
    if some is not None:
        wanted = {f"{engine.stage}-{each}" for each in some.all}
        there = [each for each in there if each in (engine.stage, *wanted)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda stack: engine.preview(stack, policies=True), there))


def of_services(
    digests: Sequence[dict[str, Any]], services: tuple[str, ...], some: Chosen | None
) -> list[Change]:
    """The changes of previews that are of some services, or of all."""
    found = [each for digest in digests for each in changes(digest, services)]
    if some is None:
        return sorted(found)
    return sorted(each for each in found if each.service in (PLATFORM, *some.all))


def offline(settings: Settings, asked: Asked, *, diff: bool) -> int:
    """Plan a whole stage with the policies, and say what it costs; the exit code."""
    stage = settings.stage
    stacks.make(stage)
    state = list(stacks.resources(stage))
    say(f"stage {stage}, planned from nothing as one stack")
    with tempfile.TemporaryDirectory(prefix="platform-preview-") as folder:
        plan = Path(folder, "plan.json")
        command = [str(PULUMI), "preview", "--non-interactive", "--policy-pack", "policies"]
        command += ["--stack", stage, "--config-file", str(stacks.settings_file(stage))]
        command += ["--save-plan", str(plan), *(["--diff"] if diff else [])]
        code = _run(command)
        if code == 0:
            planned = of_plan(json.loads(plan.read_bytes()), state)
            print(cost_of(settings, planned, asked, None).text())
    return code


def _run(command: Sequence[str]) -> int:
    """Run the engine, which says what it says of the plan among its errors; the exit code."""
    variables = {**os.environ, **environment(os.environ)}
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stderr=subprocess.PIPE, text=True, umask=files.UMASK
    ) as engine:
        for line in engine.stderr or ():
            if not line.startswith(OF_THE_PLAN):
                print(line, end="", file=sys.stderr, flush=True)
    return engine.returncode


def _stacks_of(stage: str) -> list[str]:
    """The stacks of a local stage that hold anything."""
    return [each for each in stacks.names(stage) if any(stacks.resources(each))]
