"""A checkout of its own for each test that changes the program, with stacks of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.checkout import ROOT, environment
from local.toolchain.setup import PULUMI, set_up

PARTS = ("components", "services", "policies", "__main__.py", "Pulumi.yaml")


@dataclass(frozen=True)
class Checkout:
    """A copy of the program that a test may break."""

    root: Path

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace ``old`` by ``new`` at every place in a file, where it must stand."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new), "utf-8")

    def preview(self, stack: str) -> subprocess.CompletedProcess[str]:
        """What a user types: ``pulumi preview -s <stack> --policy-pack policies``."""
        self.pulumi("stack", "init", stack, "--no-select")
        command = ["preview", "-s", stack, "--policy-pack", "policies"]
        return self.pulumi(*command, "--non-interactive", check=False)

    def pulumi(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the engine here, without credentials."""
        state = self.root.parent / "state"
        state.mkdir(exist_ok=True)
        plain = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        done = subprocess.run(
            [PULUMI, *arguments],
            cwd=self.root,
            env={**plain, **environment(plain), "PULUMI_BACKEND_URL": f"file://{state}"},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done


@pytest.fixture(scope="session")
def engine() -> None:
    """The engine and the provider, as ``make setup`` leaves them."""
    set_up(os.environ)


@pytest.fixture
def checkout(engine: None, tmp_path: Path) -> Checkout:
    return copied(tmp_path)


@pytest.fixture(scope="session")
def shared_checkout(engine: None, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One copy for the tests that leave the program as it is."""
    return copied(tmp_path_factory.mktemp("shared"))


def copied(folder: Path) -> Checkout:
    root = folder / "checkout"
    root.mkdir()
    ignored: Callable[..., set[str]] = shutil.ignore_patterns("__pycache__")
    for part in (*PARTS, *(path.name for path in ROOT.glob("Pulumi.*.yaml"))):
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=ignored)
        else:
            shutil.copy2(source, root / part)
    (root / ".venv").symlink_to(ROOT / ".venv")
    return Checkout(root)
