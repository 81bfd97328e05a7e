"""``platform preview``: what a stage would be, judged by the policies, without an account."""

from __future__ import annotations

import os
import subprocess

import click

from cli import setup
from cli.arguments import Command, stage_argument
from local import files, stacks
from local.checkout import PULUMI, ROOT, environment


@click.command(cls=Command)
@stage_argument
@click.option("--diff", is_flag=True, help="show every property")
def run(stage_name: str, diff: bool) -> int:
    # Says so itself if there is no such stage, and lists those there are.
    from settings import Settings

    Settings.of_stage(stage_name)
    setup.prepare(stages=[stage_name])
    command = [str(PULUMI), "preview", "--non-interactive", "--policy-pack", "policies"]
    command += ["--stack", stage_name, "--config-file", str(stacks.settings_file(stage_name))]
    return subprocess.run(
        [*command, *(["--diff"] if diff else [])],
        cwd=ROOT,
        env={**os.environ, **environment(os.environ)},
        umask=files.UMASK,
    ).returncode
