"""``platform preview``: what a stage would be, judged by the policies, without an account."""

from __future__ import annotations

import argparse
import os
import subprocess

from cli import setup
from cli.stage import stage_option
from local import files, stacks
from local.checkout import PULUMI, ROOT, environment

HELP = "plan a stage with the policy pack, offline"


def options(parser: argparse.ArgumentParser) -> None:
    stage_option(parser)
    parser.add_argument("--diff", action="store_true", help="show every property")


def run(args: argparse.Namespace) -> int:
    # Says so itself if there is no such stage, and lists those there are.
    from settings import Settings

    Settings.of_stage(args.stage)
    setup.prepare(stages=[args.stage])
    command = [str(PULUMI), "preview", "--non-interactive", "--policy-pack", "policies"]
    command += ["--stack", args.stage, "--config-file", str(stacks.settings_file(args.stage))]
    return subprocess.run(
        [*command, *(["--diff"] if args.diff else [])],
        cwd=ROOT,
        env={**os.environ, **environment(os.environ)},
        umask=files.UMASK,
    ).returncode
