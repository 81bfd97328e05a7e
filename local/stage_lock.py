"""Stage lock: one command at a time changes a local stage, with the engines that it started.

The lock is the kernel's (``flock``), on a file that stays: it ends with its last holder, however
that ends, so none can be left behind. Engines inherit it from the command that starts them. If the
command is killed, the next one waits until its engines have recorded what they did.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from local import files, process, progress
from local.checkout import LocalError, stage_folder

NAME = "lock"
# The longest that the provider goes on with what it has begun, when its engine is gone.
WAIT_SECONDS = 90
POLL_SECONDS = 0.1
# A command that has just taken the lock writes its name down a moment later.
SAY_AFTER_SECONDS = 1


@contextmanager
def held(stage: str, command: str) -> Iterator[None]:
    """Hold the lock of a stage; raises ``LocalError`` at once if another command has it."""
    path = stage_folder(stage) / NAME
    files.make_folder(path.parent)
    with files.append(path) as lock:
        _take(lock, path, stage)
        owner = {"pid": os.getpid(), "started": process.started_at(os.getpid())}
        files.write_json(_owner(path), {**owner, "command": command})
        _HELD.append(lock.fileno())
        try:
            yield
        finally:
            _HELD.remove(lock.fileno())
            _owner(path).unlink(missing_ok=True)


def inherited() -> tuple[int, ...]:
    """The file descriptors to pass to an engine, so that the lock lasts as long as it does."""
    return tuple(_HELD)


_HELD: list[int] = []


def _take(lock: IO[bytes], path: Path, stage: str) -> None:
    begun = time.monotonic()
    said = False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            pass
        owner = process.recorded(_owner(path))
        if owner and owner.alive:
            command = (files.read_json(_owner(path)) or {}).get("command", "another command")
            raise LocalError(
                f"stage {stage} is being changed by {command} (process {owner.pid}); "
                "wait for it, or stop it"
            )
        waited = time.monotonic() - begun
        if waited > WAIT_SECONDS:
            raise LocalError(
                f"engines of an earlier run still work on stage {stage} after {WAIT_SECONDS} s; "
                f"they hold {path} (fuser {path} names them): stop them"
            )
        if waited > SAY_AFTER_SECONDS and not said:
            progress.say("an earlier run was killed: waiting for its engines to end")
            said = True
        time.sleep(POLL_SECONDS)


def _owner(path: Path) -> Path:
    return path.with_name("lock.json")
