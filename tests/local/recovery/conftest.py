"""A stage whose first deployment was interrupted, and which one service has not joined yet."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from settings import SERVICES
from tests.checkout import Checkout
from tests.local.deployed import Deployed, new_checkout, up

LATE = "analytics"
# What no test here needs; every deployment is shorter without it.
LEFT_OUT = ("media", "realtime", "reports", "search", "storefront", "users")
PRESENT = [name for name in SERVICES if name not in LEFT_OUT]
SETTINGS = "Pulumi.local.yaml"
WITH = f"    services: [{', '.join(PRESENT)}]\n"
WITHOUT = f"    services: [{', '.join(name for name in PRESENT if name != LATE)}]\n"


@dataclass(frozen=True)
class Interrupted:
    """How ``platform up`` ended after a Ctrl-C, what it said, and the stage after one more."""

    code: int
    words: str
    stage: Deployed


@pytest.fixture(scope="session")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interrupted]:
    """``platform up`` twice, the first interrupted in its middle; ``platform down`` at the end."""
    checkout = new_checkout(tmp_path_factory.mktemp("recovery"))
    line = f"    endpoint: {checkout.endpoint}\n"
    checkout.edit(SETTINGS, line, line + WITHOUT)
    code, words = ctrl_c(checkout, after=r"local-platform +done")
    with up(checkout) as stage:
        yield Interrupted(code, words, stage)
    state = checkout.root / ".local/state/.pulumi/stacks/platform"
    assert list(state.glob("local*.json")) == []


def ctrl_c(checkout: Checkout, after: str) -> tuple[int, str]:
    """``platform up``, and a Ctrl-C as a terminal sends it: once, to the whole process group."""
    process = subprocess.Popen(checkout.command("up"), **checkout.context(), start_new_session=True)
    words = []
    for line in process.stdout:
        words.append(line)
        if re.search(after, line):
            os.killpg(process.pid, signal.SIGINT)
            break
    words.extend(process.stdout)
    return process.wait(), "".join(words)


@pytest.fixture(scope="session")
def stage(interrupted: Interrupted) -> Deployed:
    """Up, without the service that is to come."""
    assert interrupted.code == 130, interrupted.words
    return interrupted.stage
