"""State machines that run side by side on one clock, over real handlers and tables in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.clients import Aws
from tests.fakes.invocations import CONTEXT
from tests.fakes.parameters import check
from tests.services.wiring import Wiring
from tests.simulator import clock as clocks
from tests.simulator.failures import Failed
from tests.simulator.simulator import Run, Simulator
from tests.simulator.stubs import runs
from tests.simulator.tokens import Tokens

LAMBDA = "arn:aws:lambda:"
TABLES = "arn:aws:states:::dynamodb:"
CALLS = {"updateItem": "update_item", "putItem": "put_item", "getItem": "get_item"}


class Execution(Simulator):
    """One run among others: their clock and their tokens are one."""

    def __init__(
        self,
        definition: Mapping[str, Any],
        stubs: Mapping[str, Any],
        name: str,
        clock: clocks.Clock,
        tokens: Tokens,
    ) -> None:
        super().__init__(definition, stubs, name=name)
        self.clock, self.tokens = clock, tokens


class Executions:
    """A Step Functions whose state machines really run; it is also the client of the handlers."""

    def __init__(self, aws: Aws, wiring: Wiring) -> None:
        self._aws, self._wiring = aws, wiring
        self.clock, self.tokens = clocks.Clock(), Tokens()
        self.names: dict[str, Any] = {}
        self.running: dict[str, asyncio.Task[Run]] = {}
        self.ended: list[tuple[str, Run]] = []

    def start(self, machine: str, name: str, given: Any) -> None:
        """Begin an execution; it goes on whenever the loop gets to it."""
        definition = self._wiring.machine(machine)
        stubs = {state: self._stub(task) for state, task in tasks_of(definition)}
        run = Execution(definition, stubs, name, self.clock, self.tokens)
        task = asyncio.get_running_loop().create_task(run.run_async(given))
        self.running[name] = task
        task.add_done_callback(lambda done: self._note(name, done))

    def start_execution(self, **call: Any) -> dict[str, Any]:
        check("stepfunctions", "StartExecution", call)
        name, given = call["name"], call["input"]
        if name in self.names:
            raise client_error("stepfunctions", "ExecutionAlreadyExists", name)
        self.names[name] = given
        self.start(call["stateMachineArn"], name, json.loads(given))
        return {"executionArn": f"{call['stateMachineArn']}:{name}"}

    def send_task_success(self, **call: Any) -> dict[str, Any]:
        check("stepfunctions", "SendTaskSuccess", call)
        return self._settled(self.tokens.succeed(call["taskToken"], json.loads(call["output"])))

    def send_task_failure(self, **call: Any) -> dict[str, Any]:
        check("stepfunctions", "SendTaskFailure", call)
        was_waited_for = self.tokens.fail(call["taskToken"], call["error"], call["cause"])
        return self._settled(was_waited_for)

    def _settled(self, was_waited_for: bool) -> dict[str, Any]:
        if not was_waited_for:
            raise client_error("stepfunctions", "TaskTimedOut", "no task waits for it")
        return {}

    def _note(self, name: str, done: asyncio.Task[Run]) -> None:
        del self.running[name]
        self.ended.append((name, done.result()))

    def _stub(self, task: Mapping[str, Any]) -> Callable[[Any], Any]:
        resource = task["Resource"]
        if resource.startswith(TABLES):
            return lambda given: self._written(CALLS[resource.removeprefix(TABLES)], given)
        function = task["Parameters"]["FunctionName"] if "waitFor" in resource else resource
        return runs(self._wiring.handler(function), CONTEXT)

    def _written(self, call: str, given: Mapping[str, Any]) -> Any:
        """A state that speaks to a table itself; what that refuses has the table's name to it."""
        own = {**given, "TableName": self._wiring.tables[given["TableName"]]}
        try:
            return getattr(self._aws.dynamodb, call)(**own)
        except Exception as error:
            code = getattr(error, "response", {}).get("Error", {}).get("Code")
            if code is None:
                raise
            raise Failed(f"DynamoDB.{code}", str(error)) from error


def tasks_of(definition: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The states that call a service."""
    return [(n, s) for n, s in definition["States"].items() if s["Type"] == "Task"]
