"""``platform preview``: what a stage would be, judged by the policies, or what would change."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import click

from cli.deploy import change_summary
from cli.deploy.stack_changes import PLATFORM, Change, changes
from cli.run.fleet import AT_ONCE
from cli.stage import setup
from cli.stage.engine import Engine
from cli.stage.local import local_stage
from cli.stage.services import Chosen, Named, chosen, services_option
from cli.terminal.arguments import Command, json_option, stage_argument
from local import files, stacks
from local.checkout import PULUMI, ROOT, LocalError, environment
from local.progress import say
from settings import Settings


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
@json_option
def run(
    stage_name: str,
    services: tuple[str, ...],
    with_dependents: bool,
    since: str | None,
    deployed: bool | None,
    markdown: bool,
    diff: bool,
    as_json: bool,
) -> int:
    """Offline a stage is planned as one stack, without an account. Compared with what is deployed
    there is a summary by service first: what is created, changed, replaced and deleted, with the
    properties of replacements and of what holds data; of a stage on AWS with your own Pulumi, its
    backend and your credentials. The exit code is 1 if a policy is violated.
    """
    settings = Settings.of_stage(stage_name)
    some = chosen(
        Named(stage_name, settings.deployed), services, with_dependents=with_dependents, since=since
    )
    setup.prepare(stages=[])
    if deployed is None:
        deployed = bool(settings.endpoint and _stacks_of(stage_name))
    if not deployed:
        if markdown or as_json or some is not None:
            raise click.UsageError(
                "services, --markdown and --json are for a preview of what is deployed: --deployed"
            )
        return offline(stage_name, diff=diff)
    if settings.endpoint and not local_stage(stage_name).emulator.running:
        raise LocalError(f"stage {stage_name} is not up: platform up --stage {stage_name}")
    found = compared(Engine.of(settings), settings.deployed, some)
    if as_json:
        print(json.dumps([{**asdict(each), "losesData": each.loses_data} for each in found]))
    elif markdown:
        print(change_summary.markdown(found, stage_name), end="")
    else:
        print(change_summary.text(found, every=diff))
    return 0


def compared(engine: Engine, services: tuple[str, ...], some: Chosen | None) -> list[Change]:
    """What would change of the stacks of a stage, or of some of its services, side by side."""
    there = engine.deployed()
    if not there:
        raise LocalError(f"no stack of stage {engine.stage} is deployed")
    if some is not None:
        wanted = {f"{engine.stage}-{each}" for each in some.all}
        there = [each for each in there if each in (engine.stage, *wanted)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        digests = pool.map(lambda stack: engine.preview(stack, policies=True), there)
        found = [each for digest in digests for each in changes(digest, services)]
    if some is None:
        return sorted(found)
    return sorted(each for each in found if each.service in (PLATFORM, *some.all))


def offline(stage: str, *, diff: bool) -> int:
    """Plan a whole stage with the policies; the exit code."""
    stacks.make(stage)
    command = [str(PULUMI), "preview", "--non-interactive", "--policy-pack", "policies"]
    command += ["--stack", stage, "--config-file", str(stacks.settings_file(stage))]
    say(f"stage {stage}, planned from nothing as one stack")
    return subprocess.run(
        [*command, *(["--diff"] if diff else [])],
        cwd=ROOT,
        env={**os.environ, **environment(os.environ)},
        umask=files.UMASK,
    ).returncode


def _stacks_of(stage: str) -> list[str]:
    """The stacks of a local stage that hold anything."""
    return [each for each in stacks.names(stage) if any(stacks.resources(each))]
