"""A copy of the program that a test may break and deploy, far from the user's own checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from local.checkout import ROOT
from local.forks import client
from settings import KEY
from tests.fakes.environment import VARIABLES
from tests.workers import SHARED_FOLDER

PARTS = (
    "cli",
    "components",
    "contracts",
    "cost",
    "docs/openapi",
    "examples",
    "faults",
    "guide",
    "local",
    "microservice",
    "policies",
    "program",
    "runtime",
    "services",
    "settings",
    "__main__.py",
    "Pulumi.yaml",
    "constraints.txt",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
)

LOCAL_SETTINGS = "Pulumi.local.yaml"


@dataclass(frozen=True)
class Checkout:
    """Its ``.local`` is its own; the Python environments are those of the real checkout."""

    root: Path

    @classmethod
    def copy(cls, folder: Path) -> Checkout:
        """Copy the program's files into ``folder``."""
        root = folder / "checkout"
        root.mkdir(parents=True)
        for part in (*PARTS, *(path.name for path in ROOT.glob("Pulumi.*.yaml"))):
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, root / part)
            else:
                shutil.copy2(source, root / part)
        (root / ".venv").symlink_to(ROOT / ".venv")
        (root / ".local").mkdir()
        (root / ".local" / "emulator").symlink_to(ROOT / ".local" / "emulator")
        return cls(root)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace ``old`` by ``new`` at every place in a file, where it must stand."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new), "utf-8")

    @property
    def endpoint(self) -> str:
        """Where its local stage answers."""
        content = yaml.safe_load((self.root / LOCAL_SETTINGS).read_text("utf-8"))
        return str(content["config"][KEY]["endpoint"])

    def with_endpoint(self, endpoint: str) -> Checkout:
        """Its local stage is to answer there."""
        self.edit(LOCAL_SETTINGS, self.endpoint, endpoint)
        return self

    def platform(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the ``platform`` command here; stdout and stderr come as one, as on a screen."""
        return subprocess.run(self.forked(*arguments), **self.context(), timeout=600)

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the engine here by hand, as after ``eval "$(make -s env)"``."""
        script = 'eval "$(.venv/bin/python -m cli env)"; exec pulumi "$@"'
        command = ["bash", "-c", script, "pulumi", *arguments]
        return subprocess.run(command, **self.context(), timeout=600)

    def command(self, *arguments: str) -> list[str]:
        """The ``platform`` command as a process that one may stop or kill."""
        return [sys.executable, "-m", "cli", *arguments]

    def forked(self, *arguments: str) -> list[str]:
        """The same from the fork server of this run, if it has one, which has imported most of what
        a command imports: two thirds of the time of most.
        """
        return client.command(str(self.root), "cli", arguments)

    def context(self) -> dict[str, object]:
        """Where and how a command runs: here, without credentials, its words caught."""
        return {
            "cwd": self.root,
            "env": plain_environment(),
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "text": True,
        }


def plain_environment() -> dict[str, str]:
    """The environment without credentials, and without what only this test run may see: the
    variables of functions, which unit tests on the same worker have set (``STAGE`` would name
    another stage to make), and the programs that its workers share.

    A copy has the bytecode and keeps more: dozens of processes start from the same sources.
    """
    left_out = {*VARIABLES, SHARED_FOLDER, "PYTHONDONTWRITEBYTECODE"}
    return {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("AWS_", "PYTEST_")) and key not in left_out
    }
