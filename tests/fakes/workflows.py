"""Step Functions: executions, and the task tokens that they wait for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check

ARN = "arn:aws:states:eu-west-1:000000000000:execution:{}:{}"


class Workflows:
    """An execution name is used once; a token is valid while it is in ``waiting``.

    ``settled`` holds the result of each token, or the error it was failed with.
    """

    def __init__(self) -> None:
        self.started: dict[str, str] = {}
        self.ended: set[str] = set()
        self.waiting: set[str] = set()
        self.settled: dict[str, Any] = {}
        self.heartbeats: list[str] = []

    def start_execution(self, **call: Any) -> dict[str, Any]:
        """The same name and input while it runs is the same execution, as in standard workflows."""
        check("stepfunctions", "StartExecution", call)
        name, given = call.get("name") or f"execution-{len(self.started) + 1}", call["input"]
        if self.started.get(name, given) != given or name in self.ended:
            raise client_error("stepfunctions", "ExecutionAlreadyExists", name)
        self.started[name] = given
        machine = call["stateMachineArn"].rpartition(":")[2]
        return {"executionArn": ARN.format(machine, name)}

    def describe_execution(self, **call: Any) -> dict[str, Any]:
        """Executions in ``ended`` have succeeded; the others are running."""
        check("stepfunctions", "DescribeExecution", call)
        name = call["executionArn"].rpartition(":")[2]
        if name not in self.started:
            raise client_error("stepfunctions", "ExecutionDoesNotExist", call["executionArn"])
        run = {"status": "RUNNING", "startDate": datetime(2026, 11, 21, 10, tzinfo=UTC)}
        if name in self.ended:
            run |= {"status": "SUCCEEDED", "stopDate": datetime(2026, 11, 21, 11, tzinfo=UTC)}
        return run

    def send_task_success(self, **call: Any) -> dict[str, Any]:
        self._settle("SendTaskSuccess", call)
        self.settled[call["taskToken"]] = json.loads(call["output"])
        return {}

    def send_task_failure(self, **call: Any) -> dict[str, Any]:
        self._settle("SendTaskFailure", call)
        self.settled[call["taskToken"]] = (call.get("error"), call.get("cause"))
        return {}

    def send_task_heartbeat(self, **call: Any) -> dict[str, Any]:
        check("stepfunctions", "SendTaskHeartbeat", call)
        self._waits(call["taskToken"])
        self.heartbeats.append(call["taskToken"])
        return {}

    def _settle(self, operation: str, call: dict[str, Any]) -> None:
        check("stepfunctions", operation, call)
        self._waits(call["taskToken"])
        self.waiting.discard(call["taskToken"])

    def _waits(self, token: str) -> None:
        if token in self.settled:
            raise client_error(
                "stepfunctions",
                "TaskTimedOut",
                "Task Timed Out: 'Provided task does not exist anymore'",
            )
        if token not in self.waiting:
            raise client_error("stepfunctions", "InvalidToken", "Invalid Token: 'Invalid token'")
