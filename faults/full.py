"""Full: a disk that is full in the middle of a deployment, and an emulator that cannot save."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from faults import processes
from faults.situations import FaultError, Situation, done
from faults.stage import LONGEST_SECONDS, Stage

# Several times what the states of a stage take with their backups.
DISK = "128m"
# The engine tries ten times to write each state, for half a minute: then its user ends it.
FULL_SECONDS = 45
BLOCK = b"\0" * 65_536


def situations(after: float) -> Iterator[Situation]:
    """The disk of the states is full from a moment of ``up`` on; a save that is cut off."""
    yield Situation(
        name="disk full during up", moment=f"{after:.1f} s", happen=lambda s: filled(s, after)
    )
    yield Situation(name="emulator killed at rest", happen=lambda s: emulator(s, signal.SIGKILL))
    yield Situation(name="save of the emulator forced", happen=hung)


def filled(stage: Stage, after: float) -> None:
    """Deploy from nothing, with the states on a small disk that something else fills."""
    done(stage.run("down"))
    with small_disk(stage.root / ".local/state"):
        command = stage.start("up")
        time.sleep(after)
        with full(stage.root / ".local/state"):
            with suppress(subprocess.TimeoutExpired):
                command.wait(FULL_SECONDS)
            processes.kill(stage.root, processes.EVERYTHING, command, within=1)
            code = command.wait(LONGEST_SECONDS)
        if code == 0:
            raise FaultError("up noticed nothing of the full disk")
        done(stage.run("up"))


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of its own at a folder; what is in it at the end is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder.with_name("state-kept")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True)
    if mounted.returncode != 0:
        raise FaultError(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield
        subprocess.run(["cp", "-a", str(folder), str(kept)], check=True)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    subprocess.run(["cp", "-a", f"{kept}/.", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Not a byte is free in a folder's file system."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                file.write(BLOCK)
    except OSError:
        pass
    try:
        yield
    finally:
        filler.unlink()


def emulator(stage: Stage, number: signal.Signals) -> None:
    """Send the emulator a signal."""
    if not processes.end(processes.of(stage.root, "emulator"), number):
        raise FaultError("no emulator is running")


def hung(stage: Stage) -> None:
    """An emulator that does not answer is killed by ``stop``, which says that nothing is saved."""
    emulator(stage, signal.SIGSTOP)
    stopped = stage.run("emulator", "stop")
    if stopped.returncode != 1 or "the next start begins with nothing" not in stopped.stdout:
        raise FaultError("the stop did not say that nothing was saved")
