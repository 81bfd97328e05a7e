"""Clock: times two ways of doing the same thing in turn, so that a noisy machine hits both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Comparison:
    """Medians in seconds, and the median of the ratios pair by pair with its extremes."""

    ours: float
    other: float
    ratio: float
    least: float
    most: float


def compare(ours: Work, other: Work, runs: int, warm_up: int = 1) -> Comparison:
    """Run both ``warm_up`` times unmeasured, then ``runs`` times in turn: A B A B …"""
    pairs = [(_timed(ours), _timed(other)) for _ in range(warm_up + runs)][warm_up:]
    ratios = [a / b for a, b in pairs]
    return Comparison(
        ours=statistics.median(a for a, _ in pairs),
        other=statistics.median(b for _, b in pairs),
        ratio=statistics.median(ratios),
        least=min(ratios),
        most=max(ratios),
    )


def _timed(work: Work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
