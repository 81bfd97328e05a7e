"""Unchanged: stacks that need no engine, since nothing they are made from is other than it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local import stacks
from local.checkout import ROOT, stage_folder

# What every stack is made from; a service's stack, besides, from its own folder.
SHARED = (
    "Pulumi.yaml",
    "__main__.py",
    "constraints.txt",
    "components",
    "local",
    "services/contracts",
    "services/runtime",
)
PARAMETER = "aws:ssm/parameter:Parameter"


@dataclass(frozen=True)
class Deployed:
    """What the stacks of a stage were made from when they were last deployed with success.

    A stack counts as unchanged only if its state, too, is as that deployment left it: whatever was
    done by hand in between is left to the engine.
    """

    stage: str
    config: Path

    def has(self, stack: str) -> bool:
        """Whether deploying this stack once more would change nothing."""
        return stacks.exists(stack) and self._noted().get(stack) == self._now(stack)

    def note(self, done: Iterable[str]) -> None:
        """Remember these stacks as deployed from what lies in the checkout now."""
        noted = {**self._noted(), **{stack: self._now(stack) for stack in done}}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(noted, indent=1), "utf-8")

    @property
    def _file(self) -> Path:
        return stage_folder(self.stage) / "deployed.json"

    def _noted(self) -> dict[str, str]:
        if not self._file.is_file():
            return {}
        return dict(json.loads(self._file.read_text("utf-8")))

    def _now(self, stack: str) -> str:
        service = ROOT / "services" / stack.removeprefix(f"{self.stage}-")
        return _digest(
            _shared().encode(),
            *(part for file in _sources(service) for part in _named(file)),
            self.config.read_bytes(),
            stacks.state_file(stack).read_bytes(),
            *self._links(),
        )

    def _links(self) -> Iterator[bytes]:
        """What the platform has registered, which services look up when they are deployed."""
        for resource in stacks.resources(f"{self.stage}-{stacks.PLATFORM}"):
            if resource["type"] == PARAMETER:
                yield json.dumps(resource["inputs"], sort_keys=True).encode()


@cache
def _shared() -> str:
    files = [*(ROOT / "services").glob("*.py")]
    for part in SHARED:
        files += _sources(ROOT / part)
    return _digest(*(part for file in sorted(files) for part in _named(file)))


def _sources(path: Path) -> list[Path]:
    """A file itself, or what is written, not made, below a folder."""
    if path.is_file():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return sorted(found)


def _named(file: Path) -> tuple[bytes, bytes]:
    return str(file.relative_to(ROOT)).encode(), file.read_bytes()


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
