"""Deployment: a stack per service, side by side, against one stack of the whole stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bench.clock import Comparison, Spread, timed
from bench.ground import BenchError, Ground, ground
from bench.report import Result, each, ratio
from settings import SERVICES
from tests.ports import free_port

STAGE = "local"
ROUNDS = 2

# The service whose deployment is watched while the others go, and how many are left then.
WATCHED = "payments"
STEPS = (6, 3, 1)
RUNS = 3

UP = ("up", "--yes", "--skip-preview", "--stack")
DESTROY = ("destroy", "--yes", "--skip-preview", "--stack")


def measure() -> Iterator[Result]:
    """From empty and again without a change; then one service's stack in smaller stages."""
    with local_ground() as here:
        here.pulumi("preview", "--stack", "dev")  # compiles what both ways run
        apart, whole = [], []
        for left in reversed(range(ROUNDS)):
            apart.append(up_apart(here))
            if not left:
                alone = {count: up_alone(here, count) for count in STEPS}
            here.platform("down")
            whole.append(up_whole(here))
            here.platform("down")
    first, again, checked = zip(*apart, strict=True)
    first_whole, again_whole = zip(*whole, strict=True)
    yield ratio("up from empty, a stack per service / one stack", Comparison.of(first, first_whole))
    what = "up again, a stack per service, every one asked / one stack"
    yield ratio(what, Comparison.of(checked, again_whole))
    yield ratio("up again, nothing changed / one stack", Comparison.of(again, again_whole))
    for count, times in alone.items():
        yield each(f"up of {WATCHED} alone, from empty, in a stage of {count}", Spread.of(times))
    what = f"up of {WATCHED} in a stage of {STEPS[0]} / of {STEPS[-1]} (1 is flat)"
    yield ratio(what, Comparison.of(alone[STEPS[0]], alone[STEPS[-1]]))


def up_apart(here: Ground) -> tuple[float, float, float]:
    """Seconds of ``platform up`` from empty, of the same again, and again with all engines run."""
    here.platform("emulator", "start")
    first = seconds_in(here.platform("up"))
    again = timed(lambda: here.platform("up"))
    return first, again, timed(lambda: here.platform("up", "--check"))


def up_whole(here: Ground) -> tuple[float, float]:
    """Seconds of ``pulumi up`` from empty, and of the same again."""
    here.platform("emulator", "start")
    here.platform("env")  # makes the stack
    return timed(lambda: here.pulumi(*UP, STAGE)), timed(lambda: here.pulumi(*UP, STAGE))


def up_alone(here: Ground, count: int) -> list[float]:
    """Seconds of one service's ``pulumi up`` from empty, with so many services in the stage."""
    settings = ("--config-file", f"Pulumi.{STAGE}.yaml")
    others = [service for service in SERVICES if service != WATCHED]
    for gone in others[count - 1 :]:
        here.pulumi(*DESTROY, f"{STAGE}-{gone}", *settings)
    times = []
    for _ in range(RUNS):
        here.pulumi(*DESTROY, f"{STAGE}-{WATCHED}", *settings)
        times.append(timed(partial(here.pulumi, *UP, f"{STAGE}-{WATCHED}", *settings)))
    return times


def seconds_in(words: str) -> float:
    """How long ``platform up`` says that it took, which is without the first order."""
    found = re.search(r"^\d.*, ([0-9.]+) s$", words, re.MULTILINE)
    if not found:
        raise BenchError(f"platform up does not say how long it took:\n{words}")
    return float(found.group(1))


@contextmanager
def local_ground() -> Iterator[Ground]:
    """With an emulator on a port of its own, which is stopped however this ends."""
    with ground() as here:
        here.checkout.with_endpoint(f"http://127.0.0.1:{free_port()}")
        try:
            yield here
        finally:
            here.platform("emulator", "stop")
