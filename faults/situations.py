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
# How often a kill is tried that hits nothing, each time at half the moment.
TRIES = 3
# What is interrupted: ``up`` from nothing, and the destruction of every stack.
OPERATIONS = {"up": ("up",), "down": ("down", "--destroy")}
# How long they work on a machine of two cores, of which a moment is.
WORK_SECONDS = {"up": 15.0, "down": 6.0}


class FaultError(Exception):
    """A situation did not come about, or a command did not do as it must; says which."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A fault: what happens, when, and what brings the stage up again.

    ``happen`` returns the moment if that is not the planned one. A kill is done only if it hits.
    """

    name: str
    moment: str = ""
    happen: Callable[[Stage], str | None]
    recover: tuple[str, ...] = ("up",)
    is_kill: bool = False


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
            is_kill=True,
        )


def killing(operation: str, victim: str, after: float) -> Callable[[Stage], str]:
    """Start an operation, of ``up`` from nothing, and kill a victim so many seconds later.

    It is tried earlier until a running process was killed and the operation failed. Of one that
    always goes well although a process was killed, as a destruction without its language host, the
    last try counts.
    """

    def happen(stage: Stage) -> str:
        tried = []
        for number in range(TRIES):
            if operation == "up":
                done(stage.run("down"))
            elif number:
                done(stage.run("up"))
            command, moment = stage.start(*OPERATIONS[operation]), after / 2**number
            time.sleep(moment)
            killed = processes.kill(stage.root, victim, command, APPEAR_SECONDS)
            failed = command.wait(LONGEST_SECONDS) != 0
            if killed and failed:
                return f"{moment:.1f} s, {killed} killed"
            tried.append(f"{moment:.1f} s: {killed} killed")
        if killed:
            return f"{moment:.1f} s, {killed} killed, {operation} went well"
        raise FaultError(f"missed: {operation} went well ({', '.join(tried)})")

    return happen


def together(first: str, second: str, after: float) -> Situation:
    """A command while another is at work: refused at once, and the first ends as if alone."""

    def happen(stage: Stage) -> None:
        if first == "up":
            done(stage.run("down"))
        command = stage.start(*OPERATIONS[first])
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


def cause(words: str) -> str:
    """Why a command failed: what it says of each stack that did, else its last line."""
    failed = [part for part in words.split("\n\n") if " failed after " in part]
    return "\n".join(part.strip() for part in failed) or last_line(words)


def last_line(words: str) -> str:
    """What a command said at last."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing was said"
