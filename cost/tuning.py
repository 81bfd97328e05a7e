"""Tuning: what a function costs and how long it takes at several memory sizes; the best size."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from cost.prices import Prices

Strategy: TypeAlias = Literal["cost", "speed", "balanced"]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)

SIZES_MB = (128, 256, 512, 1024, 1769, 2048, 3008)
# A function has one whole vCPU at this size, a share of it below:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
ONE_CPU_MB = 1769
MB_PER_GB = 1024
INVOCATIONS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Size:
    """A memory size in MB, the mean time of an invocation in ms, and US dollars for a million."""

    memory: int
    milliseconds: float
    dollars: float


def priced(
    times: Mapping[int, Sequence[float]], prices: Prices, architecture: str = "arm64"
) -> list[Size]:
    """What was measured, in ms by memory size in MB, with the price of a million invocations.

    Raises ``ValueError`` for a size without a time.
    """
    if empty := [str(memory) for memory, measured in times.items() if not measured]:
        raise ValueError(f"each size must have a time, none for {', '.join(empty)} MB")
    second = prices.of(f"lambda-gb-seconds-{architecture}")
    request = prices.of("lambda-requests")
    found = []
    for memory, measured in sorted(times.items()):
        mean = statistics.fmean(measured)
        dollars = INVOCATIONS * (memory / MB_PER_GB * mean / 1000 * second + request)
        found.append(Size(memory=memory, milliseconds=mean, dollars=dollars))
    return found


def best(sizes: Iterable[Size], strategy: Strategy) -> Size:
    """The cheapest size, the fastest, or the one with the smallest sum of both, each as a share of
    its largest value; of two alike the smaller.
    """
    every = sorted(sizes, key=lambda each: each.memory)
    dearest = max(each.dollars for each in every)
    slowest = max(each.milliseconds for each in every) or 1
    ways = {
        "cost": lambda each: each.dollars,
        "speed": lambda each: each.milliseconds,
        "balanced": lambda each: each.dollars / dearest + each.milliseconds / slowest,
    }
    return min(every, key=ways[strategy])


def scaled(milliseconds: float, cpu_milliseconds: float, memory: int) -> float:
    """The time of an invocation at a memory size, from one on a whole CPU.

    The model: what the invocation waits for takes as long at every size; what it computes takes the
    longer the smaller the share of a CPU is, and no less with more than one, as Python of one
    thread. The memory itself slows nothing down; a start is not in it.
    """
    computing = min(cpu_milliseconds, milliseconds)
    waiting = milliseconds - computing
    return waiting + computing * max(1.0, ONE_CPU_MB / memory)


def report(sizes: Sequence[Size], strategy: Strategy, how: str) -> dict[str, Any]:
    """All of it as data."""
    return {
        "how": how,
        "strategy": strategy,
        "best": best(sizes, strategy).memory,
        "bestBy": {each: best(sizes, each).memory for each in STRATEGIES},
        "sizes": [vars(each) for each in sizes],
    }


def text(sizes: Sequence[Size], strategy: Strategy, how: str) -> str:
    """A table for a terminal; the pick of each strategy is named."""
    picks = {each: best(sizes, each).memory for each in STRATEGIES}
    lines = [f"{'memory':>9}  {'mean time':>12}  {'a million':>12}"]
    for each in sizes:
        names = ", ".join(name for name in STRATEGIES if picks[name] == each.memory)
        row = f"{each.memory:>6} MB  {each.milliseconds:>9,.1f} ms  {each.dollars:>10,.2f} $"
        lines.append(f"{row}  {names}".rstrip())
    return "\n".join([*lines, "", f"best for {strategy}: {picks[strategy]} MB ({how})"])
