"""Unchanged: stacks that need no engine, since nothing they are made from is other than it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.stage import LocalStage
from local import fingerprint, stacks
from local.checkout import ROOT

# What every stack is made from; a service's stack, besides, from its own folder.
SHARED = (
    "Pulumi.yaml",
    "__main__.py",
    "*.txt",
    "components",
    "contracts",
    "local",
    "microservice",
    "program",
    "runtime",
    "settings",
)
PARAMETER = "aws:ssm/parameter:Parameter"


@dataclass(frozen=True)
class Deployed:
    """What the stacks of a stage were made from when they were last deployed with success.

    A stack counts as unchanged only if its state, and the emulator, are as that deployment left
    them: whatever was done by hand in between is left to the engine.
    """

    stage: LocalStage

    def has(self, stack: str) -> bool:
        """Whether deploying this stack once more would change nothing."""
        return stacks.exists(stack) and self._noted().get(stack) == self._now(stack)

    def note(self, done: Iterable[str]) -> None:
        """Remember these stacks as deployed from what lies in the checkout now."""
        noted = {**self._noted(), **{stack: self._now(stack) for stack in done}}
        self.stage.memory.parent.mkdir(parents=True, exist_ok=True)
        self.stage.memory.write_text(json.dumps(noted, indent=1), "utf-8")

    def _noted(self) -> dict[str, str]:
        if not self.stage.memory.is_file():
            return {}
        return dict(json.loads(self.stage.memory.read_text("utf-8")))

    def _now(self, stack: str) -> str:
        service = stack.removeprefix(f"{self.stage.name}-")
        return fingerprint.of(
            [str(self.stage.emulator.running), *fingerprint.packages(), *self._links()],
            [
                *fingerprint.sources(ROOT, (*SHARED, f"services/{service}")),
                self.stage.config,
                stacks.state_file(stack),
            ],
        )

    def _links(self) -> Iterator[str]:
        """What the platform has registered, which services look up when they are deployed."""
        for resource in stacks.resources(self.stage.platform_stack):
            if resource["type"] == PARAMETER:
                yield json.dumps(resource["inputs"], sort_keys=True)
