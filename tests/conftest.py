"""What every test stands on: no AWS, no network beyond this machine, and the time of each tier."""

from __future__ import annotations

import gc
import os
import time
from collections import defaultdict
from collections.abc import Iterator

# The programs that tests run make many objects and keep them; see ``__main__.py``.
gc.set_threshold(50_000, 20, 100)

os.environ.update(
    {
        # An Output in an f-string becomes text that passes every test, unless it is made an error.
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
)
for variable in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
    os.environ.pop(variable, None)

import pytest  # noqa: E402

TIERS = ("unit", "engine", "local")


def tier_of(path: str) -> str:
    """A test's tier is the folder it lies in: ``tests/engine``, ``tests/local``, else unit."""
    parts = path.replace("\\", "/").split("/")
    return next((tier for tier in TIERS[1:] if tier in parts[:2]), "unit")


class TierTimes:
    """Runs the tiers cheapest first and says at the end how long each took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.count: dict[str, int] = defaultdict(int)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: TIERS.index(tier_of(item.nodeid)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        started = time.perf_counter()
        try:
            return (yield)
        finally:
            tier = tier_of(item.nodeid)
            self.seconds[tier] += time.perf_counter() - started
            self.count[tier] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for tier in TIERS:
            if self.count[tier]:
                terminalreporter.write_line(
                    f"{tier:>8}: {self.count[tier]:4} tests in {self.seconds[tier]:6.1f} s"
                )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(TierTimes(), "tier-times")
