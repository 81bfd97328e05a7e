"""Stage: a copy of the program whose local stage is deployed, interrupted and compared."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.deploy.drift import line
from faults import processes
from local.drift import Drift, Kind
from settings import SERVICES
from tests.checkout import Checkout
from tests.local.deployed import new_checkout

STAGE = "local"
SETTINGS = f"Pulumi.{STAGE}.yaml"
# What no order needs: without them a deployment takes half as long.
LEFT_OUT = (
    "analytics",
    "media",
    "notifications",
    "realtime",
    "reports",
    "search",
    "storefront",
    "users",
)
LONGEST_SECONDS = 300


@dataclass(frozen=True)
class Stage:
    """What is done to the stage of one checkout."""

    checkout: Checkout

    @property
    def root(self) -> Path:
        return self.checkout.root

    @property
    def state(self) -> Path:
        """The folder of the engine's own files."""
        return self.root / ".local/state/.pulumi"

    @property
    def records(self) -> Path:
        """The folder of the command's own files."""
        return self.root / ".local/stages" / STAGE

    def stack(self, service: str) -> Path:
        """The state of a service's stack."""
        return self.state / "stacks/platform" / f"{STAGE}-{service}.json"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the platform command to its end."""
        return self.checkout.platform(*words)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start the platform command; its words go to a file, which blocks no writer."""
        context = self.checkout.context()
        with self.log.open("w") as log:
            context["stdout"] = log
            return subprocess.Popen(self.checkout.command(*words), **context)

    @property
    def log(self) -> Path:
        """What the command that was started last has said."""
        return self.root / ".local" / "started.log"

    def differences(self) -> list[str]:
        """How the states of all stacks differ from the emulator, in both directions."""
        compared = self.run("drift", "--unknown", "--json")
        try:
            found = json.loads(compared.stdout)
        except ValueError:
            return [f"cannot be compared: {compared.stdout.strip()}"]
        return [line(Drift(**{**each, "kind": Kind(each["kind"])})) for each in found]


@contextmanager
def stage() -> Iterator[Stage]:
    """A fresh copy with the services that an order needs; nothing of it is left at the end."""
    with TemporaryDirectory(prefix="platform-faults-") as folder:
        checkout = new_checkout(Path(folder))
        line = f"    endpoint: {checkout.endpoint}\n"
        services = ", ".join(name for name in SERVICES if name not in LEFT_OUT)
        checkout.edit(SETTINGS, line, f"{line}    services: [{services}]\n")
        made = Stage(checkout)
        try:
            yield made
        finally:
            made.run("down")
            processes.end_all(made.root)
