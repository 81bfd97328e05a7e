"""CPU time: what the functions of an emulator have computed so far, by Linux's own counters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
NANOSECONDS = 1_000_000


def milliseconds_below(pid: int) -> float:
    """The CPU time in ms of all processes that a process has started, and they in turn; none of
    those that have ended.
    """
    return sum(_computed(each) for each in _below(pid)) / NANOSECONDS


def _below(pid: int) -> Iterator[int]:
    for task in _files(PROC / str(pid), "task/*/children"):
        for child in map(int, task.split()):
            yield child
            yield from _below(child)


def _computed(pid: int) -> int:
    """The first number of each thread's ``schedstat`` is its time on a CPU in ns."""
    return sum(int(each.split()[0]) for each in _files(PROC / str(pid), "task/*/schedstat"))


def _files(folder: Path, pattern: str) -> Iterator[str]:
    """What files of a process say; a process may end meanwhile."""
    for file in folder.glob(pattern):
        try:
            yield file.read_text("utf-8")
        except OSError:
            continue
