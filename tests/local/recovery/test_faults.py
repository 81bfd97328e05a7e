"""The short form of ``make faults``: one fault of each kind, on the stage that is up."""

from __future__ import annotations

import time

import pytest

from faults import processes, situations, spoiled
from faults.__main__ import tried
from faults.stage import Stage
from tests.local.deployed import Deployed

SPOILED = {situation.name: situation for situation in spoiled.situations()}


def cut_and_lost(stage: Stage) -> None:
    """Two states are spoiled at once: only the one that can be read no more is refused."""
    spoiled.lost(stage.stack("inventory"))
    SPOILED["state of a service cut"].happen(stage)


def down_and_all_killed(stage: Stage) -> None:
    """``platform down --destroy``, ended with its engines in its middle; an ``up`` meanwhile."""
    command = stage.start("down", "--destroy")
    deadline = time.monotonic() + situations.APPEAR_SECONDS
    while not (stage.records / "lock.json").exists() and time.monotonic() < deadline:
        time.sleep(processes.POLL_SECONDS)
    up = stage.run("up")
    assert up.returncode == 1
    assert "is being changed by platform down" in up.stdout
    deadline = time.monotonic() + situations.APPEAR_SECONDS
    while not processes.of(stage.root, "engine") and time.monotonic() < deadline:
        time.sleep(processes.POLL_SECONDS)
    killed = sum(processes.end(processes.of(stage.root, kind)) for kind in ("engine", "provider"))
    assert killed
    command.kill()
    command.wait()


@pytest.mark.parametrize(
    "situation",
    [
        situations.Situation(
            name="one state cut and another lost",
            happen=cut_and_lost,
            recover=SPOILED["state of a service cut"].recover,
        ),
        situations.Situation(name="down: all but the emulator killed", happen=down_and_all_killed),
    ],
    ids=lambda situation: situation.name,
)
def test_after_a_fault_and_one_more_up_the_state_is_what_the_emulator_has(
    stage: Deployed, situation: situations.Situation
) -> None:
    result = tried(Stage(stage.checkout), situation)
    why = "\n".join([result.outcome, *result.differences])
    assert (result.outcome, result.differences) == ("recovered", []), why
