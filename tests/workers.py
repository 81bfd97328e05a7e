"""Workers: the processes of ``pytest -n``, which tests share one, and what all of them share."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.tiers import TIERS, tier_of

# The folder for what every process needs and one can make, by this variable; unset if one is all.
SHARED_FOLDER = "PLATFORM_TESTS_SHARED"

# What lies in one of these uses one emulator, or one documentation site; the longest first.
TOGETHER = (
    "tests/local/stage/",
    "tests/local/recovery/",
    "tests/local/provider/",
    "tests/live/",
    "tests/engine/test_site.py",
)
# What has the longest files of the unit tier: begun last, one would keep one worker while the other
# has nothing left.
LONG = ("tests/services/", "tests/program/", "tests/workflows/")


class Together(LoadScopeScheduling):  # type: ignore[misc]  (no type knows of it)
    """Hands out tests in the order of collection: a file's to one worker, a deployed stage's to
    one worker, and most of the engine's one by one, since each starts its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        alone = nodeid if tier_of(nodeid) == "engine" else file
        return next((place for place in TOGETHER if file.startswith(place)), alone)


def in_order(items: list[pytest.Item]) -> None:
    """The cheapest tier first; on workers the longest chains of tests come before the small parts
    of the engine's tier, which fill what is left.
    """
    on_worker = "PYTEST_XDIST_WORKER" in os.environ
    tiers = ("unit", "aws", "local", "live", "engine") if on_worker else TIERS

    def place(item: pytest.Item) -> tuple[int, int]:
        places = LONG if tier_of(item.nodeid) == "unit" else TOGETHER
        found = [at for at, place in enumerate(places) if item.nodeid.startswith(place)]
        return tiers.index(tier_of(item.nodeid)), found[0] if found else len(places)

    items.sort(key=place)


def share_a_folder(config: pytest.Config) -> None:
    """For the workers to come; it is gone when the session ends."""
    folder = TemporaryDirectory(prefix="platform-tests-")
    config.add_cleanup(folder.cleanup)
    os.environ[SHARED_FOLDER] = folder.name
