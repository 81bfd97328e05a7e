"""Recover: what a stage needs before it can be deployed, when an earlier run was cut short."""

from __future__ import annotations

from cli.stage.local import LocalStage
from local import files, stacks, state_files
from local.checkout import LocalError
from local.emulator import Found
from local.progress import say


def refuse_spoiled(stage: LocalStage) -> None:
    """Raise ``LocalError`` if the state of a stack cannot be read, with the ways out.

    There is nothing to choose for a stack whose first deployment was cut short, without a backup:
    it is deployed anew.
    """
    recorded = files.read_json(stage.record) or {}
    for stack in stage.spoiled_stacks:
        file = stacks.state_file(stack)
        if stack not in recorded and state_files.backup_of(file) is None:
            say(f"{stacks.shown(stack)}: its first state was not written; it is deployed anew")
            state_files.remove(file)
    spoiled = stage.spoiled_stacks
    if spoiled:
        listed = "\n".join(f"  {stacks.shown(each)}: {_about(each)}" for each in spoiled)
        raise LocalError(
            f"the state of {len(spoiled)} stack{'s' * (len(spoiled) > 1)} cannot be read:\n"
            f"{listed}\n"
            f"go on from the backups: platform up --restore --stage {stage.name}\n"
            f"or end the stage with its emulator: platform down --stage {stage.name}"
        )


def restore(stage: LocalStage) -> set[str]:
    """Put backups in place of spoiled states; the stacks to be compared with the emulator.

    A stack without a backup is deployed anew, and its provider removes what it had made.
    """
    restored = set()
    for stack in stage.spoiled_stacks:
        if state_files.restore(stacks.state_file(stack)):
            say(f"{stacks.shown(stack)}: its state is the backup now")
            restored.add(stack)
        else:
            say(f"{stacks.shown(stack)}: its state has no backup; it is deployed anew")
    return restored


def start_emulator(stage: LocalStage) -> None:
    """Start the emulator unless it runs; what it has lost, no stack may still hold.

    The states are removed first: a run that ends in between finds the same and goes on.
    """
    if stage.emulator.found is Found.DIED:
        say("emulator: it had ended without saving, so this starts from nothing")
        stage.forget()
    elif _platform_is_lost(stage):
        say(f"the state of {stage.platform_stack} is lost, so this starts from nothing")
        forget(stage)
    found = stage.emulator.start()
    if found is not Found.RUNNING:
        # Whether everything works that came from saved state is to be seen.
        stage.first_order.unlink(missing_ok=True)
    words = "already running" if found is Found.RUNNING else "started"
    say(f"emulator: {words} at {stage.emulator.endpoint}, log in {stage.emulator.log}")


def forget(stage: LocalStage) -> None:
    """End the emulator with all that it holds, and the record of what was deployed to it."""
    stage.emulator.discard()
    stage.forget()
    stage.emulator.remove_state()


def _platform_is_lost(stage: LocalStage) -> bool:
    """Whether others are deployed without the stack that they share, or the record of it is left.

    They hold rules on its bus and users of its pool, so it cannot be made anew beneath them.
    """
    if stacks.exists(stage.platform_stack):
        return False
    others = [stack for stack in stacks.names(stage.name) if stack != stage.name]
    recorded = {*stage.lost_stacks, *stage.journal.stacks()}
    return bool(others) or stage.platform_stack in recorded


def _about(stack: str) -> str:
    return state_files.about(stacks.state_file(stack))
