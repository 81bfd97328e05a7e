"""A local stage whose engine and emulator are stand-ins."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cli.deploy import down, up
from cli.run.deployment import Deployment
from cli.stage.local import LocalStage
from local.emulator import Ended, Found

SERVICES = ("catalog", "orders")


@dataclass
class FakeEmulator:
    """Stands for a process; records its calls."""

    folder: Path
    finds: Found = Found.RUNNING
    calls: list[str] = field(default_factory=list)
    endpoint: str = "http://127.0.0.1:4566"
    log: str = "emulator.log"
    running: str = "process 1"

    @property
    def found(self):
        return self.finds

    def start(self):
        self.calls.append("start")
        return self.finds

    def reset(self):
        self.calls.append("reset")

    def stop(self):
        self.calls.append("stop")
        return Ended.SAVED

    def discard(self):
        self.calls.append("discard")

    def remove_state(self):
        self.calls.append("remove_state")


class FakeStacks:
    """The state of a stage's stacks, without an engine."""

    PLATFORM = "platform"

    def __init__(self, folder):
        self.folder, self.removed, self.forgotten = folder, [], []
        self.whole, self.spoiled, self.restored = [], [], []

    def settings_file(self, stage):
        return self.folder / f"Pulumi.{stage}.yaml"

    def exists(self, stack):
        return self.state_file(stack).exists()

    def state_file(self, stack):
        return self.folder / f"{stack.replace('/', '-')}.json"

    def names(self, stage):
        parts = sorted(path.stem for path in self.folder.glob(f"{stage}-*.json"))
        return [*([stage] if self.whole else []), *parts]

    def resources(self, stack):
        return iter(self.whole if stack == "local" else [])

    def deployment(self, stack):
        return {"resources": list(self.resources(stack))}

    def make(self, stack):
        self.state_file(stack).touch()

    def shown(self, stack):
        return stack

    def settle(self, stack, config, folder, restored=False):
        if restored:
            self.restored.append(stack)
        return restored

    def is_locked(self, stack):
        return False

    def is_spoiled(self, stack):
        return stack in self.spoiled and self.exists(stack)

    def remove(self, stack):
        self.removed.append(stack)
        self.state_file(stack).unlink()

    def forget(self, stack):
        self.forgotten.append(stack)
        self.state_file(stack).unlink()

    def outputs(self, stack):
        return {stack: "http://127.0.0.1"}


@pytest.fixture
def stage(tmp_path, monkeypatch):
    """A local stage whose engine and emulator are stand-ins; ``ran`` is what the engine did."""
    made = LocalStage("local", "us-east-1", SERVICES, FakeEmulator(tmp_path))
    (tmp_path / "Pulumi.local.yaml").touch()
    stacks = FakeStacks(tmp_path)
    made.__dict__.update(stacks=stacks, ran=[], orders=[], outcome={"create": 1})

    def follow(deployment):
        made.ran.append(f"{deployment.operation} {deployment.stack}")
        deployment.changes = dict(made.outcome)
        return 0

    monkeypatch.setattr(Deployment, "_follow", follow)
    for module in (
        *("deploy.up", "deploy.down", "deploy.outputs", "deploy.example", "run.fleet"),
        *("stage.local", "stage.unchanged", "stage.recover"),
    ):
        monkeypatch.setattr(f"cli.{module}.stacks", stacks)
    for module in ("cli.deploy.drift", "local.examples"):
        monkeypatch.setattr(f"{module}.stacks", stacks)
    monkeypatch.setattr("local.stage_lock.stage_folder", lambda stage: tmp_path / "stages" / stage)
    monkeypatch.setattr("cli.stage.local.PROVIDER_JOURNAL", tmp_path / "journal")
    for module in (
        "cli.deploy.up",
        "cli.deploy.down",
        "cli.deploy.drift",
        "cli.deploy.example",
        "cli.stage.emulator",
    ):
        monkeypatch.setattr(f"{module}.local_stage", lambda name: made)
    monkeypatch.setattr("cli.stage.setup.prepare", lambda **_: None)
    monkeypatch.setattr(up.first_order, "place", lambda *stage: made.orders.append(stage))
    monkeypatch.setattr(down.inventory, "of", lambda endpoint, region: [])
    return made
