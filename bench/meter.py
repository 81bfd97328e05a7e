"""Meter: the processor time of a command and of some of the processes below it, on Linux.

What its other processes use is left out: it varies by more than what is looked for in these.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

PROC = Path("/proc")
# What a process below the command uses after it was last looked at is not seen.
POLL_SECONDS = 0.03
# Places after the name: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
PARENT, USER_TICKS, SYSTEM_TICKS = 1, 11, 12


class Meter:
    """A clock that moves with the commands it runs: by the seconds of the processor that each
    uses itself, and by those of the processes below it that have ``argument`` in one of theirs.
    """

    def __init__(self, argument: str) -> None:
        self._argument = argument.encode()
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def run(
        self, command: Sequence[str], *, stdout: int, timeout: float, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """As ``subprocess.run`` has it, with the words caught in any case."""
        with TemporaryFile("w+") as words:
            process = subprocess.Popen(command, stdout=words, **options)
            until = time.monotonic() + timeout
            below: dict[int, float] = {}
            # Not waited for yet, an ended process still shows what it used.
            while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
                for pid in self._chosen_below(process.pid):
                    below[pid] = max(_seconds(pid), below.get(pid, 0.0))
                if time.monotonic() > until:
                    process.kill()
                time.sleep(POLL_SECONDS)
            self.seconds += _seconds(process.pid) + sum(below.values())
            code = process.wait()
            words.seek(0)
            return subprocess.CompletedProcess(command, code, words.read())

    def _chosen_below(self, root: int) -> list[int]:
        return [
            pid for pid in _below(root) if any(self._argument in each for each in _arguments(pid))
        ]


def _below(root: int) -> Iterator[int]:
    """The processes that a process has started, and those that these have."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        if fields := _fields(int(folder.name)):
            children[int(fields[PARENT])].append(int(folder.name))
    left = [root]
    while left:
        found = children[left.pop()]
        yield from found
        left += found


def _arguments(pid: int) -> list[bytes]:
    """None of a process that has ended."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def _seconds(pid: int) -> float:
    fields = _fields(pid)
    if not fields:
        return 0.0
    return (int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])) / os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
