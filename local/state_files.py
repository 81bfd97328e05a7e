"""State files: the engine's files about a stack, read with care and put in order.

An engine that is killed, or a full disk, may leave a state empty or cut short; the engine then
refuses every command with words that name no file.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from local import files
from local.checkout import STATE, LocalError

DRAFT_SECONDS = 60
META = "meta.yaml"
META_TEXT = "version: 1\n"


class SpoiledState(LocalError):
    """A state that is there but cannot be read; the message names the file and the ways out."""


def make_empty(file: Path, stack: str) -> None:
    """Write the state of a stack that holds nothing, named in full, as ``pulumi stack init`` would:
    that takes 0.3 s of the processor for each, most of it for a key from the empty passphrase.
    """
    meta = file.parents[2] / META
    if not meta.is_file():
        files.write(meta, META_TEXT)
    content = {"version": 3, "checkpoint": {"stack": stack, "latest": {}}}
    files.write_json(file, content)


def deployment(file: Path, stack: str) -> dict[str, Any]:
    """What a state file says is deployed; empty if there is no file. Raises ``SpoiledState``."""
    if not file.is_file():
        return {}
    latest = _latest(file)
    if latest is None:
        raise SpoiledState(f"the state of stack {stack} cannot be read: {_wrong(file)}")
    return latest


def is_spoiled(file: Path) -> bool:
    """Whether a state is there that cannot be read."""
    return file.is_file() and _latest(file) is None


def backup_of(file: Path) -> Path | None:
    """The state before the last change, as the engine keeps it; None if it is no better."""
    backup = file.with_name(f"{file.name}.bak")
    return backup if _latest(backup) is not None else None


def about(file: Path) -> str:
    """One line about a spoiled state: the file, what is wrong with it, and what there is."""
    backup = backup_of(file)
    if backup is None:
        return f"{_wrong(file)}; it has no backup"
    moment = datetime.fromtimestamp(backup.stat().st_mtime).isoformat(" ", "seconds")
    held = len((_latest(backup) or {}).get("resources") or [])
    return f"{_wrong(file)}; its backup of {moment} holds {held} resources"


def restore(file: Path) -> bool:
    """Put the backup in place of a spoiled state; without one remove the state, and False."""
    backup = backup_of(file)
    if backup is None:
        remove(file)
        return False
    files.write(file, backup.read_text("utf-8"))
    return True


def remove(file: Path) -> None:
    """Remove a state and what the engine keeps beside it: the stack is as if it had never been."""
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink(missing_ok=True)


def put_in_order(folder: Path = STATE) -> None:
    """Remove what killed engines left in the state folder, where no engine may be at work."""
    own = folder / ".pulumi"
    meta = own / META
    if meta.is_file() and "version" not in meta.read_text("utf-8", errors="replace"):
        files.write(meta, META_TEXT)
    # Written by earlier versions; an empty one makes the file beside it unreadable.
    for left in own.rglob("*.attrs"):
        left.unlink(missing_ok=True)
    for left in own.glob("stacks/*/*.tmp"):
        # A younger one may be what the engine of another stage is writing.
        if time.time() - left.stat().st_mtime > DRAFT_SECONDS:
            left.unlink(missing_ok=True)


def _latest(file: Path) -> dict[str, Any] | None:
    checkpoint = (files.read_json(file) or {}).get("checkpoint")
    if not isinstance(checkpoint, dict):
        return None
    latest = checkpoint.get("latest")
    if latest is None:
        return {}
    return latest if isinstance(latest, dict) else None


def _wrong(file: Path) -> str:
    return f"{file} is {'empty' if not file.stat().st_size else 'cut short or not a state'}"
