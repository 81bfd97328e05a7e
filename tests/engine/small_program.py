"""A small Pulumi project of its own, with a state of its own, run by our engine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import yaml

from local import stacks, state_files
from local.checkout import PULUMI, environment


class SmallProgram:
    """The files of a project, by their paths in its folder, and its stacks."""

    def __init__(self, folder: Path, files: Mapping[str, str], stack: str = "test") -> None:
        self.folder, self.stack = folder, stack
        for name, text in files.items():
            self.write(name, text)
        self.write(f"Pulumi.{stack}.yaml", f"encryptionsalt: {stacks.SALT}\n")
        self.env = {
            **os.environ,
            **environment(os.environ),
            "PULUMI_BACKEND_URL": f"file://{folder}/state",
        }
        project = yaml.safe_load((folder / "Pulumi.yaml").read_text("utf-8"))["name"]
        file = folder / "state/.pulumi/stacks" / project / f"{stack}.json"
        state_files.make_empty(file, f"organization/{project}/{stack}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PULUMI, *arguments, "--non-interactive"],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def preview(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.pulumi("preview", "--stack", self.stack, *arguments)

    def up(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.pulumi("up", "--stack", self.stack, "--yes", "--skip-preview", *arguments)
