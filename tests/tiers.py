"""Tiers: unit, AWS, engine, local and live tests, and how long each tier took."""

from __future__ import annotations

from collections import defaultdict

import pytest

TIERS = ("unit", "aws", "engine", "local", "live")
NOTE = "note"


def tier_of(path: str) -> str:
    """A test's tier is the folder it lies in, as ``tests/aws``; what lies elsewhere is unit."""
    parts = path.replace("\\", "/").split("/")
    return next((tier for tier in TIERS[1:] if tier in parts[:2]), "unit")


class TierTimes:
    """Says at the end what tests noted and how long each tier took.

    ``in``: seconds from the start of its first test to the end of its last.
    ``of work``: the sum over its tests, which is more where several workers ran them.
    """

    def __init__(self) -> None:
        self.count: dict[str, int] = defaultdict(int)
        self.work: dict[str, float] = defaultdict(float)
        self.begun: dict[str, float] = {}
        self.ended: dict[str, float] = defaultdict(float)
        self.notes: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        tier = tier_of(report.nodeid)
        self.work[tier] += report.duration
        self.begun[tier] = min(self.begun.get(tier, report.start), report.start)
        self.ended[tier] = max(self.ended[tier], report.stop)
        if report.when == "call" or (report.when == "setup" and not report.passed):
            self.count[tier] += 1
            self.notes += [str(text) for name, text in report.user_properties if name == NOTE]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for text in sorted(self.notes):
            terminalreporter.write_line(text)
        for tier in TIERS:
            if self.count[tier]:
                seconds, work = self.ended[tier] - self.begun[tier], self.work[tier]
                terminalreporter.write_line(
                    f"{tier:>8}: {self.count[tier]:4} tests in {seconds:6.1f} s"
                    f", {work:6.1f} s of work"
                )
