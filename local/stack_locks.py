"""Stack locks: the engine's own, one file for each run; those whose engine is gone are removed."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from local import files, process
from local.checkout import LocalError

# Clocks: a process's start is known to about a second, and a clock may be set while it runs.
SLACK_SECONDS = 5
# An engine writes its lock a moment after it starts, and takes back one that came second.
ENGINE = "pulumi"


def remove_stale(folder: Path, stack: str) -> bool:
    """Remove the locks of engines that are gone; True if there were any.

    Raises ``LocalError`` if one's engine is at work. A lock that nothing can be read from is one
    that an engine did not finish writing.
    """
    locks = sorted(folder.glob("*.json"))
    for lock in locks:
        written = files.read_json(lock) or {}
        if is_held(written):
            raise LocalError(
                f"stack {stack} is being changed by another run of the engine "
                f"(process {written['pid']}, lock {lock}); wait for it, or stop it"
            )
    for lock in folder.glob("*.json*"):
        lock.unlink(missing_ok=True)
    return bool(locks)


def is_held(lock: dict[str, Any]) -> bool:
    """Whether the engine that wrote a lock (``pid``, ``timestamp``) is still the one of that id.

    A process that was started after the lock was written has only been given the same id, and one
    that is no engine, as process 1 of a container, never wrote it.
    """
    pid = lock.get("pid")
    if not isinstance(pid, int) or isinstance(pid, bool) or pid < 1:
        return False
    started = process.moment_started(pid)
    if started is None or not process.program_of(pid).startswith(ENGINE):
        return False
    return started <= _moment(lock.get("timestamp")) + SLACK_SECONDS


def _moment(timestamp: object) -> float:
    """Go's RFC 3339 with nanoseconds, in seconds since 1970; now if it is none."""
    try:
        return datetime.fromisoformat(str(timestamp)).timestamp()
    except ValueError:
        return time.time()
