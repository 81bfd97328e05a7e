"""A stage of one's own: made for a test session, deployed, and removed whole at its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from settings import ROOT


@contextmanager
def own_stage(like: str) -> Iterator[str]:
    """The name of a new stage that is like another, deployed; with its file it is gone after.

    It expires tomorrow: where this process is killed, ``platform stage list --expired`` finds it.
    """
    name = f"t-{os.getpid()}"
    platform("stage", "new", name, "--from", like, "--days", "1")
    try:
        platform("up", name, "--yes")
        yield name
    finally:
        platform("stage", "remove", name, "--yes")


def platform(*words: str) -> str:
    """What a command printed; raises ``AssertionError`` with all of its words if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", *words], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
