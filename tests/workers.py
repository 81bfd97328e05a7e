"""Workers: the processes of ``pytest -n``, which tests share one, and what all of them share."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.tiers import tier_of

# The folder for what every process needs and one can make, by this variable; unset if one is all.
SHARED_FOLDER = "PLATFORM_TESTS_SHARED"

# What lies here uses one emulator or one deployed stage.
STAGES = ("tests/local/",)


class Together(LoadScopeScheduling):  # type: ignore[misc]  (no type knows of it)
    """Hands out tests in the order of collection: a file's to one worker, a deployed stage's to
    one worker, and those of the engine one by one, since each starts its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        if tier_of(nodeid) == "engine":
            return nodeid
        file = nodeid.partition("::")[0]
        return next((stage for stage in STAGES if file.startswith(stage)), file)


def share_a_folder(config: pytest.Config) -> None:
    """For the workers to come; it is gone when the session ends."""
    folder = TemporaryDirectory(prefix="platform-tests-")
    config.add_cleanup(folder.cleanup)
    os.environ[SHARED_FOLDER] = folder.name
