"""Stage: what the commands need to know of a local stage: Region, services, emulator, files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cli.terminal.arguments import WrongArgument
from local import examples, files, stacks
from local.checkout import PROVIDER_JOURNAL
from local.emulator import Emulator
from local.provider.journal import Journal
from settings import OVERVIEW, PLATFORM


@dataclass(frozen=True)
class LocalStage:
    """A stage whose settings put it on this machine."""

    name: str
    region: str
    services: tuple[str, ...]
    emulator: Emulator
    has_overview: bool = False

    @property
    def config(self) -> Path:
        """The settings file to hand the engine."""
        return stacks.settings_file(self.name)

    @property
    def record(self) -> Path:
        """Where ``up`` records what each stack was deployed from."""
        return self.emulator.folder / "deployed.json"

    @property
    def first_order(self) -> Path:
        """A file that exists if a first order was confirmed since the last change."""
        return self.emulator.folder / "first-order"

    @property
    def platform_stack(self) -> str:
        return f"{self.name}-{PLATFORM}"

    @property
    def overview_stack(self) -> str:
        """The stack over all services, which only a stage with an objective has."""
        return f"{self.name}-{OVERVIEW}"

    @property
    def service_stacks(self) -> list[str]:
        return [f"{self.name}-{service}" for service in self.services]

    @property
    def deployed_stacks(self) -> list[str]:
        """What is deployed to the emulator: the stage's own stacks, and those of examples."""
        own = stacks.names(self.name)
        return [*own, *(each.stack(self.name) for each in examples.deployed(self.name))]

    @property
    def removed_stacks(self) -> list[str]:
        """Stacks of services that this checkout's settings do not deploy."""
        expected = [self.name, self.platform_stack, *self.service_stacks]
        expected += [self.overview_stack] if self.has_overview else []
        return [stack for stack in stacks.names(self.name) if stack not in expected]

    @property
    def spoiled_stacks(self) -> list[str]:
        """Stacks whose state is there, but cannot be read."""
        return [stack for stack in self.deployed_stacks if stacks.is_spoiled(stack)]

    @property
    def lost_stacks(self) -> list[str]:
        """Stacks of the stage that were deployed, and have no state any more."""
        recorded = files.read_json(self.record) or {}
        return sorted(stack for stack in recorded if not stacks.exists(stack))

    def forget(self) -> None:
        """Remove the record of everything that was deployed to an emulator that has nothing."""
        for stack in self.deployed_stacks:
            stacks.forget(stack)
        self.journal.clear()
        self.record.unlink(missing_ok=True)
        self.first_order.unlink(missing_ok=True)

    @property
    def journal(self) -> Journal:
        """What the provider has made on the emulator, by its own record."""
        return Journal(PROVIDER_JOURNAL, self.emulator.endpoint)


def local_stage(name: str) -> LocalStage:
    """Read a stage's settings; raises ``LocalError`` for one on AWS."""
    # Loads the SDK, which takes half a second that other commands need not wait.
    from settings import Settings

    settings = Settings.of_stage(name)
    if settings.endpoint is None:
        raise WrongArgument(
            f"{name} is a stage on AWS: Pulumi.{name}.yaml has no endpoint; "
            f"this command is for local stages"
        )
    emulator = Emulator(name, settings.endpoint, settings.workflow_wait_scale)
    has_overview = settings.availability_percent is not None
    return LocalStage(name, settings.region, settings.services, emulator, has_overview)
