"""Clock: times two ways of doing the same thing in turn, so that a noisy machine hits both."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Work: TypeAlias = Callable[[], object]
Clock: TypeAlias = Callable[[], float]

WALL: Clock = time.perf_counter
# For what keeps one process busy: other programs on the machine do not count.
PROCESSOR: Clock = time.process_time


def CHILDREN() -> float:  # noqa: N802  (it stands beside the other clocks)
    """The same for processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Spread:
    """The median of some measurements, and how far they lie apart."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        every = list(values)
        return cls(statistics.median(every), min(every), max(every))

    def per(self, count: float) -> Spread:
        """The same for one of ``count`` equal parts."""
        return Spread(self.median / count, self.least / count, self.most / count)


@dataclass(frozen=True)
class Comparison:
    """Seconds of ours and of the other, pair by pair as they were measured."""

    pairs: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, ours: Iterable[float], other: Iterable[float]) -> Comparison:
        """What was measured in turn."""
        return cls(tuple(zip(ours, other, strict=True)))

    @property
    def ours(self) -> Spread:
        return Spread.of(ours for ours, _ in self.pairs)

    @property
    def other(self) -> Spread:
        return Spread.of(other for _, other in self.pairs)

    @property
    def ratio(self) -> Spread:
        return Spread.of(ours / other for ours, other in self.pairs)

    @property
    def difference(self) -> Spread:
        return Spread.of(ours - other for ours, other in self.pairs)


def compare(
    ours: Work, other: Work, *, runs: int, warm_up: int = 1, clock: Clock = WALL
) -> Comparison:
    """Run both ``warm_up`` times unmeasured, then ``runs`` times in turn: A B A B …"""
    return Comparison.of(*in_turn(ours, other, runs=runs, warm_up=warm_up, clock=clock))


def in_turn(*works: Work, runs: int, warm_up: int = 1, clock: Clock = WALL) -> list[list[float]]:
    """The seconds of each work's runs, after ``warm_up`` rounds that do not count."""
    if runs < 1:
        raise ValueError(f"runs must be at least 1, got {runs}")
    rounds = [[timed(work, clock) for work in works] for _ in range(warm_up + runs)][warm_up:]
    return [list(column) for column in zip(*rounds, strict=True)]


def timed(work: Work, clock: Clock = WALL) -> float:
    """How many seconds it takes; the garbage of what ran before is not on its bill."""
    gc.collect()
    started = clock()
    work()
    return clock() - started
