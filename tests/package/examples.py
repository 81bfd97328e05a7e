"""The examples of the component package, copied to where a test may run them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from local.checkout import PULUMI, environment
from settings import ROOT
from tests.checkout import plain_environment


@dataclass(frozen=True)
class Example:
    """A copy of an example; its state is its own, the package is that of the checkout."""

    folder: Path

    @classmethod
    def copy(cls, name: str, target: Path) -> Example:
        """Copy an example as it is checked in; only where the package lies is said anew."""
        folder = target / name
        ignored = shutil.ignore_patterns("sdks", "__pycache__")
        shutil.copytree(ROOT / "examples" / name, folder, ignore=ignored)
        (target / "state").mkdir()
        example = cls(folder)
        example.edit("Pulumi.yaml", "../../package", str(ROOT / "package"))
        return example

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace ``old`` in a file, where it must stand."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new), "utf-8")

    def with_endpoint(self, endpoint: str) -> None:
        """Its AWS provider is to call an emulator there, wherever the checked-in file has it."""
        file = "Pulumi.local.yaml"
        content = yaml.safe_load((self.folder / file).read_text("utf-8"))
        [checked_in] = {*content["config"]["aws:endpoints"][0].values()}
        self.edit(file, checked_in, endpoint)

    @property
    def env(self) -> dict[str, str]:
        """The variables of ``platform env``, with a state for this example alone."""
        plain = plain_environment()
        state = f"file://{self.folder.parent}/state"
        return {**plain, **environment(plain), "PULUMI_BACKEND_URL": state}

    def pulumi(self, *arguments: str) -> str:
        """Run the engine here, which must succeed; what it said."""
        return self.run(str(PULUMI), *arguments, "--non-interactive")

    def run(self, *command: str) -> str:
        """Run a command here, which must succeed; what it said."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout
