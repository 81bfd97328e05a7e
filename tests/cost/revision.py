"""Revision: the resources of a stage as another commit of this repository makes them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cost.stack import Plain
from settings import ROOT

# Runs in the other checkout, which may be older than this package.
RECORD = """
import json, sys
from tests.stage import deployed
keys = ("type", "name", "urn", "inputs", "property_dependencies")
found = [{key: getattr(each, key) for key in keys} for each in deployed(sys.argv[1]).resources]
print(json.dumps(found, default=str))
"""


class NoSuchRevisionError(ValueError):
    """A revision that git does not know, or whose program does not run."""


def recorded_at(revision: str, stage: str) -> list[Plain]:
    """Check the revision out beside this one, run its program in memory, and remove it again."""
    with tempfile.TemporaryDirectory(prefix="platform-cost-") as folder:
        checkout = Path(folder, "checkout")
        _run(["git", "worktree", "add", "--detach", str(checkout), revision], ROOT)
        try:
            answer = _run([sys.executable, "-c", RECORD, stage], checkout)
        finally:
            _run(["git", "worktree", "remove", "--force", str(checkout)], ROOT)
    return [Plain(**given) for given in json.loads(answer.splitlines()[-1])]


def _run(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise NoSuchRevisionError(last[0])
    return done.stdout
