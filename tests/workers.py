"""Workers: the processes of ``pytest -n``, which tests share one, and what all of them share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory

import pytest
from _pytest.runner import runtestprotocol
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.tiers import TIERS, tier_of

# The folder for what every process needs and one can make, by this variable; unset if one is all.
SHARED_FOLDER = "PLATFORM_TESTS_SHARED"

# Whether this process is one of several that run tests, for another one that prints.
ON_WORKER = "PYTEST_XDIST_WORKER" in os.environ

# What lies in one of these uses one emulator, or one documentation site; the longest first.
TOGETHER = (
    "tests/local/stage/",
    "tests/local/recovery/",
    "tests/local/provider/",
    "tests/live/",
    "tests/engine/test_site.py",
)
# What has the longest files of the unit tier, and the longest tests of the engine's: begun last,
# one would keep a worker while the other has nothing left.
LONG = (
    *("tests/services/", "tests/program/", "tests/workflows/"),
    *("tests/engine/test_new_service.py", "tests/engine/test_preview.py"),
)


class Numbered(list[str]):
    """Names of tests; where one stands is looked up, since a search would pass half of them."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(names)
        self.places = {name: place for place, name in enumerate(self)}

    def index(self, name: str, *_: object) -> int:
        return self.places[name]


class Together(LoadScopeScheduling):  # type: ignore[misc]  (no type knows of it)
    """Hands out tests in the order of collection: a file's to one worker, a deployed stage's to
    one worker, and most of the engine's one by one, since each starts its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        alone = nodeid if tier_of(nodeid) == "engine" else file
        return next((place for place in TOGETHER if file.startswith(place)), alone)

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        super().add_node_collection(node, Numbered(collection))

    def mark_test_complete(
        self, node: WorkerController, item_index: int, duration: float = 0
    ) -> None:
        super().mark_test_complete(node, item_index, duration)
        # What is left is counted after each test: parts that are finished would be counted again.
        part = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][part].values()):
            del self.assigned_work[node][part]


def in_order(items: list[pytest.Item]) -> None:
    """The cheapest tier first; on workers the longest chains of tests, and the longest tests, come
    before the small parts of the engine's tier, which fill what is left.
    """
    tiers = ("unit", "aws", "local", "live", "engine") if ON_WORKER else TIERS

    def place(item: pytest.Item) -> tuple[int, int]:
        places = (*TOGETHER, *LONG)
        found = [at for at, place in enumerate(places) if item.nodeid.startswith(place)]
        return tiers.index(tier_of(item.nodeid)), found[0] if found else len(places)

    items.sort(key=place)


def run_and_report_once(item: pytest.Item, following: pytest.Item | None) -> None:
    """Run a test; one that passes is one report, not three between a start and an end.

    A worker sends each of them to the process that prints, which would use a tenth of the time of
    the unit tier to receive them.
    """
    reports = runtestprotocol(item, log=False, nextitem=following)
    if [report.outcome for report in reports] == ["passed"] * 3:
        setup, call, teardown = reports
        call.start, call.stop = setup.start, teardown.stop
        call.duration = sum(report.duration for report in reports)
        call.user_properties, call.keywords, call.sections = teardown.user_properties, {}, []
        reports = [call]
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)


def share_a_folder(config: pytest.Config) -> None:
    """For the workers to come; it is gone when the session ends."""
    folder = TemporaryDirectory(prefix="platform-tests-")
    config.add_cleanup(folder.cleanup)
    os.environ[SHARED_FOLDER] = folder.name
