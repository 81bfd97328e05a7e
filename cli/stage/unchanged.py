"""Unchanged: which stacks can be skipped, since their sources, settings and state are the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from cli.stage.local import LocalStage
from local import files, fingerprint, stacks
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
# Recorded of a stack in place of its fingerprint.
DRIFTED = "drifted"


@dataclass(frozen=True)
class Deployed:
    """What the stacks of a stage were made from when they were last deployed with success.

    A stack counts as unchanged only if its state, and the emulator, are as that deployment left
    them: whatever was done by hand in between is left to the engine. A lock is of an engine that
    was killed, and wrote nothing of what it had done.

    Sources are read once: what is saved while the engines run is left to the next ``up``.
    """

    stage: LocalStage
    _before: dict[str, Any] = field(default_factory=dict, compare=False)
    # Stacks are deployed side by side.
    _lock: Any = field(default_factory=Lock, compare=False)

    def has(self, stack: str) -> bool:
        """Whether deploying this stack once more would change nothing."""
        if not stacks.exists(stack) or stacks.is_locked(stack):
            return False
        return self._recorded().get(stack) == self._now(stack)

    def read_sources(self) -> None:
        """Take the sources as they are now, if they were not read before."""
        _ = self._shared, self._own

    def add(self, done: Iterable[str]) -> None:
        """Record these stacks as deployed from the sources as they were read."""
        recorded = {**self._recorded(), **{stack: self._now(stack) for stack in done}}
        files.write_json(self.stage.record, recorded)

    @property
    def drifted(self) -> set[str]:
        """Stacks that the emulator differs from since then, as ``platform drift`` has found, or may
        differ from, since a run failed."""
        return {stack for stack, was in self._recorded().items() if was == DRIFTED}

    def add_drifted(self, found: Iterable[str]) -> None:
        """Record that the emulator differs from these stacks: the next ``up`` is to mend them."""
        drifted = dict.fromkeys(found, DRIFTED)
        if drifted:
            files.write_json(self.stage.record, {**self._recorded(), **drifted})

    def begin(self, stack: str) -> None:
        """Record before a run on a stack that the emulator may differ from it: if the command is
        killed, the next ``up`` compares them, whatever became of the engine and its provider.
        """
        with self._lock:
            self._before[stack] = self._recorded().get(stack)
            self.add_failed([stack])

    def restore(self, stopped: Iterable[str]) -> None:
        """Record of stacks what was recorded before a run that has stopped in good order."""
        with self._lock:
            before = {each: self._before[each] for each in stopped if each in self._before}
            recorded = {**self._recorded(), **before}
            kept = {stack: was for stack, was in recorded.items() if was is not None}
            if before:
                files.write_json(self.stage.record, kept)

    def add_failed(self, failed: Iterable[str]) -> None:
        """Record that the last run on these stacks failed: what a provider that was killed had just
        deleted is still in their states, so that the next ``up`` is to compare them.
        """
        self.add_drifted(
            each for each in failed if stacks.exists(each) and not stacks.is_spoiled(each)
        )

    def remove(self, gone: Iterable[str]) -> None:
        """Delete the record of these stacks, which were destroyed."""
        left = {stack: was for stack, was in self._recorded().items() if stack not in set(gone)}
        files.write_json(self.stage.record, left)

    def _recorded(self) -> dict[str, Any]:
        """A record that cannot be read says of no stack that it is unchanged."""
        return files.read_json(self.stage.record) or {}

    def _now(self, stack: str) -> str:
        sources = (self._shared, self._own.get(stack, ""))
        return fingerprint.of(
            [str(self.stage.emulator.running), *sources, *self._links()],
            [stacks.state_file(stack)],
        )

    @cached_property
    def _shared(self) -> str:
        """What every stack is made from."""
        files = [*fingerprint.sources(ROOT, SHARED), self.stage.config]
        return fingerprint.of(fingerprint.packages(), files)

    @cached_property
    def _own(self) -> dict[str, str]:
        """What a service's stack is made from besides, by stack."""
        return {
            stack: fingerprint.of([], fingerprint.sources(ROOT, [f"services/{service}"]))
            for service, stack in zip(self.stage.services, self.stage.service_stacks, strict=True)
        }

    def _links(self) -> Iterator[str]:
        """The platform's parameters, which the services' stacks look up when they are deployed."""
        for resource in stacks.resources(self.stage.platform_stack):
            if resource["type"] == PARAMETER:
                yield json.dumps(resource["inputs"], sort_keys=True)
