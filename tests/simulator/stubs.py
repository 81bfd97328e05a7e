"""Stubs: the behaviour of tasks in a simulated execution.

A stub is the result itself (any JSON value), an instance of a class of this module, or a function
that takes the payload and returns one of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.failures import Failed


@dataclass(frozen=True, kw_only=True)
class Fails:
    """The task fails with an error, at once or, in ``CallsBack``, through its token."""

    error: str = field(kw_only=False)
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class Takes:
    """The call takes some seconds, then has the result of the stub ``then``."""

    seconds: float = field(kw_only=False)
    then: Any = field(default=None, kw_only=False)


@dataclass(frozen=True, kw_only=True)
class CallsBack:
    """The task is completed through its token ``after`` some seconds, with a result or ``Fails``;
    ``heartbeat`` is the interval of heartbeats until then, in seconds.
    """

    result: Any = field(kw_only=False)
    after: float = 1.0
    heartbeat: float | None = None


@dataclass(frozen=True, kw_only=True)
class NeverCallsBack:
    """The call succeeds, and the task is never completed through its token."""


@dataclass(frozen=True, kw_only=True)
class InTurn:
    """One stub for each call of an execution; ``AssertionError`` at further calls."""

    stubs: tuple[Any, ...]

    def of(self, call: int) -> Any:
        """The stub of a call; the first is 1."""
        if call > len(self.stubs):
            raise AssertionError(f"called {call} times, with stubs for {len(self.stubs)}")
        return self.stubs[call - 1]


def in_turn(*stubs: Any) -> InTurn:
    """Stubs for the first call of a task, the second, and so on."""
    return InTurn(stubs=stubs)


def runs(handler: Callable[[Any, Any], Any], context: Any = None) -> Callable[[Any], Any]:
    """A stub that runs a handler; an exception is an error by its class name, as on Lambda."""

    def invoked(payload: Any) -> Any:
        try:
            return json.loads(json.dumps(handler(json.loads(json.dumps(payload)), context)))
        except AssertionError:
            raise  # from a fake or from the test: handlers raise none
        except Exception as raised:
            error = {"errorMessage": str(raised), "errorType": type(raised).__name__}
            raise Failed(type(raised).__name__, json.dumps(error)) from raised

    return invoked
