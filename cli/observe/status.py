"""``platform status``: a stage by service: stacks, last deployment, alarms, and what waits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import click

from cli.deploy.stack_changes import PLATFORM
from cli.observe import health
from cli.observe.health import Health
from cli.stage.account import account_of
from cli.stage.local import LocalStage, local_stage
from cli.terminal.arguments import Command, json_option, stage_argument
from local import stacks, state_files
from settings import Settings


@dataclass(frozen=True)
class Row:
    """A service, or what all share; without ``resources`` it has no stack that is known here.

    ``deployed`` is the time of its last deployment, in UTC.
    """

    name: str
    health: Health | None = None
    resources: int | None = None
    unfinished: int = 0
    deployed: str | None = None
    error: str | None = None


@click.command(cls=Command)
@stage_argument
@json_option
def run(stage_name: str, as_json: bool) -> int:
    """On AWS alarms and messages only, with your own credentials: the stacks are in your Pulumi
    backend. The exit code is 0 whatever is found.
    """
    settings = Settings.of_stage(stage_name)
    stage = local_stage(stage_name) if settings.endpoint else None
    found: dict[str, Health] = {}
    if stage is None or (stage.emulator.running and stage.deployed_stacks):
        with account_of(stage_name) as account:
            found = health.of(account, settings.deployed)
    known = (
        rows(stage, found)
        if stage
        else [Row(each, found.get(each, Health())) for each in (PLATFORM, *settings.deployed)]
    )
    running = stage.emulator.running if stage else None
    if as_json:
        where = {"endpoint": settings.endpoint, "running": bool(running)} if stage else None
        print(json.dumps({"emulator": where, "stacks": [asdict(each) for each in known]}, indent=2))
        return 0
    if stage:
        at = f"running at {stage.emulator.endpoint} (process {running.pid})" if running else None
        print(f"emulator  {at or 'stopped'}")
    print("\n".join(map(line, known)) or f"no stack of stage {stage_name}; deploy it with: make up")
    return 0


def rows(stage: LocalStage, found: dict[str, Health]) -> list[Row]:
    """The stacks of a local stage, those of examples included."""
    return [row_of(stage, stack, found) for stack in stage.deployed_stacks]


def row_of(stage: LocalStage, stack: str, found: dict[str, Health]) -> Row:
    """A stack by its state."""
    name = stacks.shown(stack)
    if stacks.is_spoiled(stack):
        return Row(name, error=state_files.about(stacks.state_file(stack)))
    state = stacks.deployment(stack)
    resources = state.get("resources") or []
    service = stack.removeprefix(f"{stage.name}-")
    return Row(
        name,
        found.get(service, Health()) if service in (*stage.services, PLATFORM) else None,
        len(resources),
        len(state.get("pending_operations") or []),
        _moment((state.get("manifest") or {}).get("time")) if resources else None,
    )


def line(row: Row) -> str:
    """A service in one line."""
    if row.error:
        return f"{row.name:<22}  {row.error}"
    parts = [] if row.resources is None else [f"{row.resources} resources"]
    if row.deployed:
        parts.append(f"deployed {row.deployed}")
    if row.unfinished:
        parts.append(f"{row.unfinished} unfinished: the next up puts them in order")
    if row.health:
        parts += [
            f"{row.health.backlog} waiting",
            f"{row.health.dead_letters} in dead-letter queues",
            f"ALARM {', '.join(row.health.alarms)}" if row.health.alarms else "0 alarms",
        ]
    return f"{row.name:<22}  {', '.join(parts)}"


def _moment(given: object) -> str | None:
    """A time of the engine, to the minute."""
    try:
        return f"{datetime.fromisoformat(str(given)):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return None
