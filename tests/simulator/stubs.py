"""Stubs: what tasks do in a simulated run.

A stub is the result itself (any JSON), something of this module, or a function of the payload that
gives one of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.failures import Failed


@dataclass(frozen=True, kw_only=True)
class Fails:
    """The call, or the one that completes the task, answers with an error."""

    error: str = field(kw_only=False)
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class Takes:
    """The call lasts some seconds, then does as ``then`` says."""

    seconds: float = field(kw_only=False)
    then: Any = field(default=None, kw_only=False)


@dataclass(frozen=True, kw_only=True)
class CallsBack:
    """The task is completed by its token, ``after`` some seconds, with a result or ``Fails``.

    Meanwhile there is a heartbeat every so many seconds, if any.
    """

    result: Any = field(kw_only=False)
    after: float = 1.0
    heartbeat: float | None = None


@dataclass(frozen=True, kw_only=True)
class NeverCallsBack:
    """The call is made, and the task is never completed."""


@dataclass(frozen=True, kw_only=True)
class InTurn:
    """One stub for each call of a run; more calls are a mistake of the test."""

    stubs: tuple[Any, ...]

    def of(self, call: int) -> Any:
        """The stub of the first, second, … call."""
        if call > len(self.stubs):
            raise AssertionError(f"called {call} times, with stubs for {len(self.stubs)}")
        return self.stubs[call - 1]


def in_turn(*stubs: Any) -> InTurn:
    """What a task does the first time, the second time, and so on."""
    return InTurn(stubs=stubs)


def runs(handler: Callable[[Any, Any], Any], context: Any = None) -> Callable[[Any], Any]:
    """A real handler: its answer as JSON, its exceptions by class name, as Lambda reports them."""

    def invoked(payload: Any) -> Any:
        try:
            return json.loads(json.dumps(handler(json.loads(json.dumps(payload)), context)))
        except AssertionError:
            raise  # a fake's, or the test's own: no handler raises one
        except Exception as raised:
            error = {"errorMessage": str(raised), "errorType": type(raised).__name__}
            raise Failed(type(raised).__name__, json.dumps(error)) from raised

    return invoked
