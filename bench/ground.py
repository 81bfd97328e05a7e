"""Ground: a copy of the program with its own engine, where nothing of the user's is touched."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from settings import KEY
from tests.checkout import Checkout

LONGEST_SECONDS = 600
TAIL = 30


class BenchError(Exception):
    """What was to be measured did not work; the message ends with its own words."""


@dataclass(frozen=True)
class Ground:
    """Where to run things, with which variables, and how."""

    checkout: Checkout
    variables: Mapping[str, str]
    run: Callable[..., subprocess.CompletedProcess[Any]] = subprocess.run

    @property
    def root(self) -> Path:
        return self.checkout.root

    def pulumi(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run the engine; what it says on success."""
        return self._run(["pulumi", *arguments, "--non-interactive"], cwd)

    def platform(self, *arguments: str) -> str:
        """Run the platform command; what it says on success."""
        return self._run(self.checkout.command(*arguments))

    def config(self, stage: str, name: str, **changes: object) -> str:
        """A settings file like a stage's, with some other settings; its path for the engine."""
        content = yaml.safe_load((self.root / f"Pulumi.{stage}.yaml").read_text("utf-8"))
        content["config"][KEY] |= changes
        file = self.root / ".local" / f"{name}.yaml"
        file.write_text(yaml.safe_dump(content), "utf-8")
        return str(file)

    def _run(self, command: Sequence[str], cwd: Path | None = None) -> str:
        done = self.run(
            command,
            cwd=cwd or self.root,
            env=dict(self.variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_SECONDS,
        )
        if done.returncode != 0:
            tail = "\n".join(done.stdout.splitlines()[-TAIL:])
            raise BenchError(f"{' '.join(command)} ended with code {done.returncode}:\n{tail}")
        return done.stdout


@contextmanager
def ground() -> Iterator[Ground]:
    """A fresh one, with the engine in place; removed at the end."""
    with TemporaryDirectory(prefix="platform-bench-") as folder:
        checkout = Checkout.copy(Path(folder))
        plain = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        exports = Ground(checkout, plain).platform("env")
        yield Ground(checkout, {**plain, **variables_in(exports)})


def variables_in(exports: str) -> dict[str, str]:
    """The variables in lines for a shell's ``eval``."""
    words = [shlex.split(line) for line in exports.splitlines() if line.startswith("export ")]
    return {name: value for _, pair in words for name, _, value in [pair.partition("=")]}
