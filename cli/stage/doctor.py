"""``platform doctor``: what a stage needs of this machine and its account, and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from cli.stage import needs
from cli.terminal.arguments import Command, json_option, stage_argument
from settings import Settings


@click.command(cls=Command)
@stage_argument
@json_option
def run(stage_name: str, as_json: bool) -> int:
    """Of a stage on AWS also your own Pulumi, its backend, credentials and quotas; nothing is
    changed. The exit code is 1 if something is missing.
    """
    settings = Settings.of_stage(stage_name)
    found = [*needs.of_machine()]
    if settings.endpoint is None:
        found += needs.of_account(settings)
    missing = [each for each in found if each.todo]
    if as_json:
        checks = [asdict(each) for each in found]
        print(json.dumps({"stage": stage_name, "ready": not missing, "checks": checks}, indent=2))
    else:
        for each in found:
            print(f"{'MISSING' if each.todo else 'ok':<8} {each.name:<12} {each.found}")
            if each.todo:
                print(f"{'':<9}{each.todo}")
    return 1 if missing else 0
