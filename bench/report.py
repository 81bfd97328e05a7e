"""Report: one comparison in words."""

from __future__ import annotations

from dataclasses import dataclass

from bench.clock import Comparison


@dataclass(frozen=True)
class Result:
    """``what`` was compared with what, and the ratio it should stay below, if there is a goal."""

    what: str
    measured: Comparison
    goal: float | None = None

    def line(self) -> str:
        """For the reader who waits."""
        return f"{self.what}: {self.measured.ratio:.2f}"

    def cells(self) -> tuple[str, ...]:
        """A row of the final table."""
        found = self.measured
        return (
            self.what,
            seconds(found.ours),
            seconds(found.other),
            f"{found.ratio:.2f}",
            f"{found.least:.2f} to {found.most:.2f}",
            "" if self.goal is None else f"<= {self.goal:.2f}",
        )


def seconds(value: float) -> str:
    """Three digits, in the unit that suits."""
    if value < 0.001:
        return f"{value * 1_000_000:.0f} us"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
