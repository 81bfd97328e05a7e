"""Simulator: interprets a definition; branches and maps run concurrently, in simulated time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.simulator import clock as clocks
from tests.simulator.choices import holds
from tests.simulator.failures import TOO_LARGE, Failed
from tests.simulator.fields import check
from tests.simulator.handling import Outcome, handled
from tests.simulator.items import gather_most, inputs_of
from tests.simulator.paths import read, write
from tests.simulator.tasks import LAMBDA, WAITS_FOR_TOKEN, Call, attempted, plain, stub_of
from tests.simulator.templates import fill
from tests.simulator.tokens import Tokens

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
MOST_BYTES = 262_144
MOST_STEPS = 10_000


@dataclass
class Run:
    """The record of an execution.

    ``visited`` names the states in the order in which they were entered, ``calls`` has the attempts
    of tasks, ``seconds`` is the simulated duration, ``max_concurrency`` the most iterations that
    ran at once, by the name of the Map.
    """

    status: str = "RUNNING"
    output: Any = None
    error: str | None = None
    cause: str | None = None
    visited: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    seconds: float = 0.0
    max_concurrency: dict[str, int] = field(default_factory=dict)

    @property
    def end(self) -> str:
        """The last state that was entered."""
        return self.visited[-1]

    def payloads(self, state: str) -> list[Any]:
        """The payloads of a task, one for each attempt."""
        return [call.payload for call in self.calls if call.state == state]


class Simulator:
    """Runs one execution; stubs and ``when_idle`` may complete waiting tasks through ``tokens``.

    ``when_idle`` is called whenever the execution has to wait, and returns whether it did anything;
    if not, the clock is set to the next timer. Several executions can share a clock and tokens in
    one loop.
    """

    def __init__(
        self,
        definition: Mapping[str, Any],
        stubs: Mapping[str, Any],
        *,
        name: str = "run",
        when_idle: Callable[[], bool] = lambda: False,
        clock: clocks.Clock | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        check(definition)
        self.tokens, self.clock, self.name = tokens or Tokens(), clock or clocks.Clock(), name
        self._definition, self._stubs, self._when_idle = definition, stubs, when_idle
        self._run = Run()
        self._running: dict[str, int] = {}

    def run(self, given: Any) -> Run:
        """Run the execution with an input."""
        run: Run = clocks.run(self.run_async(given), self.clock, self._when_idle)
        return run

    async def run_async(self, given: Any) -> Run:
        """Run the execution in a loop that is running, beside others."""
        began = self.clock.seconds
        await self._execute(plain(given))
        self._run.seconds = self.clock.seconds - began
        return self._run

    async def _execute(self, given: Any) -> None:
        execution = {
            "Id": f"arn:aws:states:eu-west-1:123456789012:execution:machine:{self.name}",
            "Name": self.name,
            "Input": given,
            "StartTime": self._now(),
        }
        try:
            self._run.output = await self._states(self._definition, given, {"Execution": execution})
            self._run.status = "SUCCEEDED"
        except Failed as failed:
            self._run.status, self._run.error = "FAILED", failed.error
            self._run.cause = failed.cause

    async def _states(self, definition: Mapping[str, Any], data: Any, context: Any) -> Any:
        name: str | None = definition["StartAt"]
        while name is not None:
            if len(self._run.visited) >= MOST_STEPS:
                raise Failed("States.Runtime", f"more than {MOST_STEPS} states were entered")
            self._run.visited.append(name)
            entered = {"Name": name, "EnteredTime": self._now(), "RetryCount": 0}
            state = definition["States"][name]
            data, name = await self._state(name, state, data, {**context, "State": entered})
            if len(json.dumps(data).encode()) > MOST_BYTES:
                raise Failed(TOO_LARGE, f"the output is larger than {MOST_BYTES} bytes")
        return data

    async def _state(self, name: str, state: Mapping[str, Any], raw: Any, context: Any) -> Outcome:
        kind = state["Type"]
        if kind == "Fail":
            raise Failed(state["Error"], state["Cause"])
        given = read(state.get("InputPath", "$"), raw, context)
        if kind in ("Task", "Parallel", "Map"):
            work = {"Task": self._task, "Parallel": self._parallel, "Map": self._map}[kind]

            async def attempt(count: int) -> Any:
                tried = {**context, "State": {**context["State"], "RetryCount": count}}
                result = await work(name, state, given, tried)
                if "ResultSelector" in state:
                    result = fill(state["ResultSelector"], result, tried)
                output = write(state.get("ResultPath", "$"), raw, result)
                return read(state.get("OutputPath", "$"), output, tried)

            return await handled(state, raw, attempt)
        if kind == "Choice":
            return given, self._chosen(name, state, given, context)
        if kind == "Wait":
            await asyncio.sleep(self._wait(state, given, context))
        result = given
        if kind == "Pass":
            shaped = fill(state.get("Parameters", given), given, context)
            result = write(state.get("ResultPath", "$"), raw, state.get("Result", shaped))
        return read(state.get("OutputPath", "$"), result, context), state.get("Next")

    async def _task(self, name: str, state: Mapping[str, Any], given: Any, context: Any) -> Any:
        resource = state["Resource"]
        token = self.tokens.new() if resource.endswith(WAITS_FOR_TOKEN) else None
        if token is not None:
            context = {**context, "Task": {"Token": token}}
        payload = fill(state["Parameters"], given, context) if "Parameters" in state else given
        if resource.startswith(LAMBDA):
            resource, payload = payload["FunctionName"], payload.get("Payload", {})
        call = Call(state=name, resource=resource, payload=payload, second=self.clock.seconds)
        self._run.calls.append(call)
        stub = stub_of(self._stubs, call, len(self._run.payloads(name)))
        return await attempted(state, payload, stub, self.tokens, token)

    async def _parallel(self, _: str, state: Mapping[str, Any], given: Any, context: Any) -> Any:
        data = fill(state.get("Parameters", given), given, context)
        return await _gather(
            [self._states(branch, plain(data), context) for branch in state["Branches"]]
        )

    async def _map(self, name: str, state: Mapping[str, Any], given: Any, context: Any) -> Any:
        items = inputs_of(name, state, given, context, self._stubs)
        # 0 means no limit: as many as there are items.
        free = asyncio.Semaphore(state.get("MaxConcurrency", 0) or len(items) or 1)

        async def one(own: Any, mapped: Any) -> Any:
            async with free:
                running = self._running[name] = self._running.get(name, 0) + 1
                most = self._run.max_concurrency
                most[name] = max(most.get(name, 0), running)
                try:
                    return await self._states(state["ItemProcessor"], own, mapped)
                finally:
                    self._running[name] -= 1

        work = [one(own, mapped) for own, mapped in items]
        tolerated = state.get("ToleratedFailurePercentage")
        return await (_gather(work) if tolerated is None else gather_most(work, tolerated))

    def _chosen(self, name: str, state: Mapping[str, Any], given: Any, context: Any) -> str:
        for rule in state["Choices"]:
            if holds(rule, given, context):
                return str(rule["Next"])
        if "Default" not in state:
            raise Failed("States.NoChoiceMatched", f"{name}: no rule holds")
        return str(state["Default"])

    def _wait(self, state: Mapping[str, Any], given: Any, context: Any) -> float:
        if "Seconds" in state:
            return float(state["Seconds"])
        if "SecondsPath" in state:
            return float(read(state["SecondsPath"], given, context))
        if "TimestampPath" in state:
            return self.clock.until(read(state["TimestampPath"], given, context))
        return self.clock.until(state["Timestamp"])

    def _now(self) -> str:
        return self.clock.now().isoformat().replace("+00:00", "Z")


def simulate(
    definition: Mapping[str, Any], given: Any, stubs: Mapping[str, Any] | None = None
) -> Run:
    """Run a rendered definition with an input; the keys of ``stubs`` are states or resources."""
    return Simulator(definition, stubs or {}).run(given)


async def _gather(work: Sequence[Awaitable[Any]]) -> list[Any]:
    """The results of concurrent work, in order; the first error cancels the rest."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
