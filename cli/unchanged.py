"""Unchanged: which stacks can be skipped, since their sources, settings and state are the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.stage import LocalStage
from local import fingerprint, stacks
from local.checkout import ROOT

# The sources of every stack; a service's stack has its own folder too.
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
        return stacks.exists(stack) and self._recorded().get(stack) == self._now(stack)

    def add(self, done: Iterable[str]) -> None:
        """Record these stacks as deployed from the sources as they are now."""
        recorded = {**self._recorded(), **{stack: self._now(stack) for stack in done}}
        self.stage.record.parent.mkdir(parents=True, exist_ok=True)
        self.stage.record.write_text(json.dumps(recorded, indent=1), "utf-8")

    def _recorded(self) -> dict[str, str]:
        if not self.stage.record.is_file():
            return {}
        return dict(json.loads(self.stage.record.read_text("utf-8")))

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
        """The platform's parameters, which the services' stacks look up when they are deployed."""
        for resource in stacks.resources(self.stage.platform_stack):
            if resource["type"] == PARAMETER:
                yield json.dumps(resource["inputs"], sort_keys=True)
