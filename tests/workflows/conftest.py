"""Says at the end how much of each state machine the scenarios have reached."""

from __future__ import annotations

import pytest

REACHED: dict[str, tuple[int, int]] = {}


@pytest.fixture(scope="session")
def reached() -> dict[str, tuple[int, int]]:
    """Of each machine, how many states were visited and how many there are."""
    return REACHED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for machine, (visited, states) in sorted(REACHED.items()):
        terminalreporter.write_line(
            f"{machine.replace('_', '-'):>24}: {visited:3} of {states:3} states visited"
        )
