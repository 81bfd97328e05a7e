"""``platform refresh``: compares the states of a stage's stacks with what there is."""

from __future__ import annotations

import click

from cli.deploy import on_backend
from cli.run.manner import Manner, manner_options
from cli.stage import setup
from cli.stage.engine import Engine
from cli.stage.local import local_stage
from cli.stage.services import Named, chosen, services_option
from cli.terminal.arguments import Command, json_option, stage_argument
from local import stage_lock
from local.checkout import LocalError
from settings import Settings


@click.command(cls=Command)
@stage_argument
@services_option
@manner_options
@json_option
@click.option("--yes", is_flag=True, help="of a stage on AWS: go on without being asked")
def run(
    stage_name: str,
    services: tuple[str, ...],
    with_dependents: bool,
    since: str | None,
    manner: Manner,
    as_json: bool,
    yes: bool,
) -> int:
    """No resource is changed: the states are, after which up mends what differs. drift names it."""
    settings = Settings.of_stage(stage_name)
    some = chosen(
        Named(stage_name, settings.deployed), services, with_dependents=with_dependents, since=since
    )
    if settings.endpoint is None:
        return on_backend.asked(settings, "refresh", manner, some, yes=yes, as_json=as_json)
    setup.prepare(stages=[])
    if not local_stage(stage_name).emulator.running:
        raise LocalError(f"stage {stage_name} is not up: platform up --stage {stage_name}")
    with stage_lock.held(stage_name, "platform refresh"):
        engine = Engine.of(settings)
        return on_backend.run(engine, settings.deployed, "refresh", manner, some, as_json=as_json)
