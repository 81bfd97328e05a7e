"""One attempt of a task: the stub is asked, and the time it takes is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulator.failures import TIMEOUT, Failed, Unknown
from tests.simulator.stubs import CallsBack, Fails, InTurn, NeverCallsBack, Takes
from tests.simulator.tokens import Tokens

WAITS_FOR_TOKEN = ".waitForTaskToken"
LAMBDA = "arn:aws:states:::lambda:invoke"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a task asked of a resource, at a second of the run."""

    state: str
    resource: str
    payload: Any
    second: float


def stub_of(stubs: Mapping[str, Any], call: Call, number: int) -> Any:
    """A task's stub goes by the name of its state, else by its resource."""
    for name in (call.state, call.resource):
        if name in stubs:
            stub = stubs[name]
            return stub.of(number) if isinstance(stub, InTurn) else stub
    raise Unknown(f"there is no stub for {call.state}, which asks {call.resource}")


async def attempted(
    task: Mapping[str, Any], payload: Any, stub: Any, tokens: Tokens, token: str | None
) -> Any:
    """The result of a task, or ``Failed``."""
    seconds = task.get("TimeoutSeconds", 99_999_999)
    if token is None:
        try:
            return await asyncio.wait_for(_answer(stub, payload), seconds)
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


async def _answer(stub: Any, payload: Any) -> Any:
    stub = _resolved(stub, payload)
    while isinstance(stub, Takes):
        await asyncio.sleep(stub.seconds)
        stub = _resolved(stub.then, payload)
    if isinstance(stub, Fails):
        raise Failed(stub.error, stub.cause)
    if isinstance(stub, CallsBack | NeverCallsBack):
        raise Unknown(f"a task without a token cannot be called back, got {stub}")
    return plain(stub)


async def _later(plan: Any, token: str, tokens: Tokens) -> None:
    """Other plans are the call's own answer, which no state waits for."""
    if isinstance(plan, CallsBack):
        await tokens.call_back(token, plan)


def _resolved(stub: Any, payload: Any) -> Any:
    while callable(stub):
        stub = stub(payload)
    return stub


def plain(value: Any) -> Any:
    """A value as it comes back through JSON."""
    return json.loads(json.dumps(value))
