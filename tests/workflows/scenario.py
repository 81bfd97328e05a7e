"""A scenario: an input, what the tasks do, and where the run must end."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pulumi_aws import sfn

from settings import ROOT
from tests.examples.programs import NAMES, recorded
from tests.simulator.simulator import Run, Simulator
from tests.stage import deployed

FOLDER = ROOT / "tests/workflows"
SUFFIX = "-machine"
# In these no machine is described.
OTHERS = ("__init__", "conftest", "scenario")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """``ends`` names the last state, ``error`` what the run fails with, if it is meant to fail.

    ``visited`` is the whole way, ``output`` the whole output, ``calls`` what some tasks asked,
    ``seconds`` how long it took, ``within`` how long at most, where a scenario is about these.
    """

    name: str
    input: Any
    ends: str
    stubs: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    visited: tuple[str, ...] | None = None
    output: Any = None
    calls: Mapping[str, list[Any]] = field(default_factory=dict)
    seconds: int | None = None
    within: int | None = None

    def run(self, definition: Mapping[str, Any]) -> Run:
        """Run it, and hold it to what it says."""
        ran = Simulator(definition, self.stubs).run(self.input)
        assert (ran.end, ran.error) == (self.ends, self.error), ran
        assert ran.status == ("FAILED" if self.error else "SUCCEEDED")
        assert self.visited is None or tuple(ran.visited) == self.visited
        assert self.output is None or ran.output == self.output
        assert self.seconds is None or ran.seconds == self.seconds
        assert self.within is None or ran.seconds <= self.within, ran.seconds
        for state, payloads in self.calls.items():
            assert ran.payloads(state) == payloads, state
        return ran


@cache
def machines() -> dict[str, Any]:
    """The definition of every state machine of the program, by the name of its module here; those
    of the examples by ``example``, the name of the example and their own.
    """
    found = {machine.name: machine for machine in deployed("local").all(sfn.StateMachine)}
    for name in NAMES:
        own = recorded(name).all(sfn.StateMachine)
        found |= {f"example-{name}-{machine.name}": machine for machine in own}
    return {
        name.removesuffix(SUFFIX).replace("-", "_"): machine.json("definition")
        for name, machine in found.items()
    }


def described() -> dict[str, list[Scenario]]:
    """The scenarios of every module here."""
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    return {
        name: importlib.import_module(f"tests.workflows.{name}").SCENARIOS
        for name in names
        if name not in OTHERS and not name.startswith("test_")
    }


def states_of(definition: Mapping[str, Any]) -> Iterator[str]:
    """The name of every state, those in branches and maps too."""
    for name, state in definition["States"].items():
        yield name
        inner = [state["ItemProcessor"]] if "ItemProcessor" in state else []
        for branch in (*inner, *state.get("Branches", ())):
            yield from states_of(branch)
