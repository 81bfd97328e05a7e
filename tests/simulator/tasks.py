"""Tasks: one attempt of a task, with its stub and its timeout."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulator.failures import TIMEOUT, Failed, Unsupported
from tests.simulator.stubs import CallsBack, Fails, InTurn, NeverCallsBack, Takes
from tests.simulator.tokens import Tokens

WAITS_FOR_TOKEN = ".waitForTaskToken"
LAMBDA = "arn:aws:states:::lambda:invoke"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a resource by a task; ``second`` is the simulated time of it."""

    state: str
    resource: str
    payload: Any
    second: float


def stub_of(stubs: Mapping[str, Any], call: Call, number: int) -> Any:
    """The stub of a task, by the name of its state, else by its resource."""
    for name in (call.state, call.resource):
        if name in stubs:
            stub = stubs[name]
            return stub.of(number) if isinstance(stub, InTurn) else stub
    raise Unsupported(f"there is no stub for {call.state}, which calls {call.resource}")


async def attempted(
    task: Mapping[str, Any], payload: Any, stub: Any, tokens: Tokens, token: str | None
) -> Any:
    """The result of an attempt; raises ``Failed`` for an error or a timeout."""
    seconds = task.get("TimeoutSeconds", 99_999_999)
    if token is None:
        try:
            return await asyncio.wait_for(_result(stub, payload), seconds)
        except TimeoutError:
            raise Failed(TIMEOUT, f"the task took more than {seconds} seconds") from None
    try:
        plan = _resolved(stub, payload)
        if isinstance(plan, Fails):
            raise Failed(plan.error, plan.cause)
    except Failed:
        tokens.drop(token)
        raise
    callback = asyncio.ensure_future(_later(plan, token, tokens))
    try:
        return plain(await tokens.ended(token, task.get("HeartbeatSeconds"), seconds))
    finally:
        callback.cancel()


async def _result(stub: Any, payload: Any) -> Any:
    stub = _resolved(stub, payload)
    while isinstance(stub, Takes):
        await asyncio.sleep(stub.seconds)
        stub = _resolved(stub.then, payload)
    if isinstance(stub, Fails):
        raise Failed(stub.error, stub.cause)
    if isinstance(stub, CallsBack | NeverCallsBack):
        raise Unsupported(f"a task without a token cannot be completed by a callback, got {stub}")
    return plain(stub)


async def _later(plan: Any, token: str, tokens: Tokens) -> None:
    """Complete the task later if its stub says so; any other result of the call is not used."""
    if isinstance(plan, CallsBack):
        await tokens.call_back(token, plan)


def _resolved(stub: Any, payload: Any) -> Any:
    while callable(stub):
        stub = stub(payload)
    return stub


def plain(value: Any) -> Any:
    """A copy of a value through JSON."""
    return json.loads(json.dumps(value))
