"""Processes: those of one copy of the program, by what they are; no other process is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

POLL_SECONDS = 0.05
# What stands in the command line of each, beside the folder of the copy.
MARKS = {
    "engine": "/.local/engine/pulumi ",
    "provider": "local.provider",
    "host": "local.toolchain.language_host",
    "emulator": "/local/emulator_process/server.py",
}
COMMAND, EVERYTHING = "command", "everything"
VICTIMS = (*MARKS, COMMAND, EVERYTHING)


def of(root: Path, kind: str) -> list[int]:
    """The ids of the running processes of a kind that belong to the copy at ``root``."""
    return [pid for pid, command in _listed() if str(root) in command and MARKS[kind] in command]


def end(pids: Iterable[int], number: signal.Signals = signal.SIGKILL) -> int:
    """Send processes a signal; how many of them there were to get it."""
    reached = 0
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
            reached += 1
    return reached


def end_all(root: Path) -> None:
    """End what is left of a copy's engines, providers, hosts and emulator."""
    for kind in MARKS:
        end(of(root, kind))


def kill(root: Path, victim: str, command: subprocess.Popen[str], within: float) -> int:
    """End a victim with SIGKILL as soon as there is one; how many processes that were.

    ``everything`` is the command, its engines, providers and hosts, and the emulator.
    """
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and command.poll() is None:
        found = {kind: of(root, kind) for kind in MARKS if victim in (kind, EVERYTHING)}
        if victim in (COMMAND, EVERYTHING):
            found[COMMAND] = [command.pid]
        running = [pid for pids in found.values() for pid in pids]
        # Of several stacks at work one loses its engine, provider or host.
        if killed := end(running if victim == EVERYTHING else running[:1]):
            return killed
        time.sleep(POLL_SECONDS)
    return 0


def _listed() -> Iterator[tuple[int, str]]:
    said = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True)
    for line in said.stdout.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield int(pid), command
