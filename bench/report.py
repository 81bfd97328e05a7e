"""Report: one measurement in words, with its goal beside it."""

from __future__ import annotations

from dataclasses import dataclass

from bench.clock import Comparison, Spread

HEADINGS = ("what", "found", "least to most", "goal", "ours", "other")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was measured, as a plain ratio or in seconds, and the most it should be."""

    what: str
    found: Spread
    in_seconds: bool
    goal: float | None = None
    ours: float | None = None
    other: float | None = None

    @property
    def missed(self) -> bool:
        """Whether there is a goal, and the median lies above it."""
        return self.goal is not None and self.found.median > self.goal

    def line(self) -> str:
        """For the reader who waits."""
        goal = f", goal {self._shown(self.goal)}{' missed' * self.missed}" if self.goal else ""
        return f"{self.what}: {self._shown(self.found.median)}{goal}"

    def cells(self) -> tuple[str, ...]:
        """A row of the final table, as under ``HEADINGS``."""
        return (
            self.what,
            self._shown(self.found.median),
            f"{self._shown(self.found.least)} to {self._shown(self.found.most)}",
            "" if self.goal is None else f"<= {self._shown(self.goal)}",
            "" if self.ours is None else seconds(self.ours),
            "" if self.other is None else seconds(self.other),
        )

    def _shown(self, value: float) -> str:
        return seconds(value) if self.in_seconds else f"{value:.2f} x"


def ratio(what: str, compared: Comparison, goal: float | None = None) -> Result:
    """How many times as long as the other."""
    return Result(
        what=what,
        found=compared.ratio,
        in_seconds=False,
        goal=goal,
        ours=compared.ours.median,
        other=compared.other.median,
    )


def difference(what: str, compared: Comparison, goal: float | None = None) -> Result:
    """How many seconds longer than the other."""
    return Result(
        what=what,
        found=compared.difference,
        in_seconds=True,
        goal=goal,
        ours=compared.ours.median,
        other=compared.other.median,
    )


def each(what: str, found: Spread, goal: float | None = None) -> Result:
    """How many seconds, where there is nothing to compare with."""
    return Result(what=what, found=found, in_seconds=True, goal=goal)


def seconds(value: float) -> str:
    """Two or three digits, in the unit that suits."""
    size = abs(value)
    if size < 0.001:
        return f"{value * 1_000_000:.0f} us"
    if size < 0.01:
        return f"{value * 1000:.2f} ms"
    return f"{value * 1000:.0f} ms" if size < 1 else f"{value:.2f} s"
