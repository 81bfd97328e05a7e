"""``platform status``: whether the emulator runs, and what each stack holds."""

from __future__ import annotations

import click

from cli.arguments import Command, stage_argument
from cli.stage import local_stage
from local import stacks, state_files


@click.command(cls=Command)
@stage_argument
def run(stage_name: str) -> int:
    stage = local_stage(stage_name)
    running = stage.emulator.running
    where = (
        f"running at {stage.emulator.endpoint} (process {running.pid})" if running else "stopped"
    )
    print(f"emulator  {where}")
    existing = stage.deployed_stacks
    for stack in existing:
        if stacks.is_spoiled(stack):
            print(f"{stacks.shown(stack):<22}  {state_files.about(stacks.state_file(stack))}")
            continue
        state = stacks.deployment(stack)
        held = len(state.get("resources") or [])
        unfinished = len(state.get("pending_operations") or [])
        note = f", {unfinished} unfinished: the next up puts them in order" if unfinished else ""
        print(f"{stacks.shown(stack):<22}  {held} resources{note}")
    if not existing:
        print(f"no stack of stage {stage.name}; deploy it with: make up")
    return 0
