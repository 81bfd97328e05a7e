"""Situations: what is done to a stage that is up, and how it is recovered; each leaves it up."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from faults import processes
from faults.stage import LONGEST_SECONDS, Stage

# Longest waits for a process to appear, and for a command that lost one to end.
APPEAR_SECONDS = 15
# How long ``up`` from nothing and ``down`` work on a machine of two cores, of which a moment is.
WORK_SECONDS = {"up": 25.0, "down": 8.0}


class FaultError(Exception):
    """A situation did not come about, or a command did not do as it must; says which."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A fault: what happens, when, and what brings the stage up again."""

    name: str
    moment: str = ""
    happen: Callable[[Stage], None]
    recover: tuple[str, ...] = ("up",)


def kills(draw: Callable[[float], float], count: int) -> Iterator[Situation]:
    """Kills of ``up`` and ``down`` by turns, each of another victim, at moments that are drawn."""
    for number in range(count):
        operation = "down" if number % 2 else "up"
        victim = processes.VICTIMS[(number // 2) % len(processes.VICTIMS)]
        after = draw(WORK_SECONDS[operation])
        yield Situation(
            name=f"{operation}: {victim} killed",
            moment=f"{after:.1f} s",
            happen=killing(operation, victim, after),
        )


def killing(operation: str, victim: str, after: float) -> Callable[[Stage], None]:
    """Start an operation, of ``up`` from nothing, and kill a victim so many seconds later."""

    def happen(stage: Stage) -> None:
        if operation == "up":
            done(stage.run("down", "--forget"))
        command = stage.start(operation)
        time.sleep(after)
        processes.kill(stage.root, victim, command, APPEAR_SECONDS)
        command.wait(LONGEST_SECONDS)

    return happen


def together(first: str, second: str, after: float) -> Situation:
    """A command while another is at work: refused at once, and the first ends as if alone."""

    def happen(stage: Stage) -> None:
        if first == "up":
            done(stage.run("down", "--forget"))
        command = stage.start(first)
        time.sleep(after)
        if command.poll() is not None:
            raise FaultError(f"{first} had already ended")
        other = stage.run(second)
        if other.returncode != 1 or "is being changed by platform" not in other.stdout:
            raise FaultError(f"{second} was not refused: {last_line(other.stdout)}")
        if command.wait(LONGEST_SECONDS) != 0:
            raise FaultError(f"{first} failed: {last_line(stage.log.read_text('utf-8'))}")

    return Situation(name=f"{second} in {first}", moment=f"{after:.1f} s", happen=happen)


def done(ended: subprocess.CompletedProcess[str]) -> None:
    """Raise ``FaultError`` if a command failed."""
    if ended.returncode != 0:
        raise FaultError(f"{ended.args[-1]} failed: {' | '.join(ended.stdout.splitlines()[-4:])}")


def last_line(words: str) -> str:
    """What a command said at last."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing was said"
