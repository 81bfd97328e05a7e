"""A stage's logs, mappings and executions in memory, for the tests of logs and trace."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check

BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders-saga-machine-1a2b3c4"
EXECUTION = MACHINE.replace(":stateMachine:", ":execution:") + ":run-1"
Group = list[tuple[int, str]]


class _Missing(Exception):
    """What boto3 raises for an execution or a log group that is not there."""


class Logs:
    """CloudWatch Logs: FilterLogEvents by quoted terms, and Logs Insights by the ids in a query."""

    exceptions = SimpleNamespace(ResourceNotFoundException=_Missing)

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {}
        self.queries: list[dict[str, Any]] = []
        self.states = ["Scheduled", "Running"]

    def write(self, group: str, after: float, line: dict[str, Any] | str) -> None:
        """A line, so many seconds after the first."""
        at = int((BEGAN.timestamp() + after) * 1000)
        text = line if isinstance(line, str) else json.dumps(line)
        self.groups.setdefault(group, []).append((at, text))

    def get_paginator(self, operation: str) -> Any:
        return SimpleNamespace(paginate=getattr(self, operation))

    def describe_log_groups(self) -> list[dict[str, Any]]:
        return [{"logGroups": [{"logGroupName": name} for name in self.groups]}]

    def filter_log_events(self, **call: Any) -> list[dict[str, Any]]:
        check("logs", "FilterLogEvents", call)
        found = self._lines(call["logGroupName"], call.get("filterPattern", "").strip('"'))
        return [
            {"events": [{"timestamp": at, "message": text, "eventId": f"e{at}"}]}
            for at, text in found
            if call["startTime"] <= at <= call["endTime"]
        ]

    def start_query(self, **call: Any) -> dict[str, str]:
        check("logs", "StartQuery", call)
        assert len(call["logGroupNames"]) <= 50
        self.queries.append(call)
        return {"queryId": str(len(self.queries) - 1)}

    def get_query_results(self, **call: Any) -> dict[str, Any]:
        check("logs", "GetQueryResults", call)
        if self.states:
            return {"status": self.states.pop(0), "results": []}
        query = self.queries[int(call["queryId"])]
        ids = [part.split('"')[0] for part in query["queryString"].split('like "')[1:]]
        rows = [
            _row(group, at, text)
            for group in query["logGroupNames"]
            for each in ids or [""]
            for at, text in self._lines(group, each)
        ]
        return {"status": "Complete", "results": rows}

    def _lines(self, group: str, term: str) -> Group:
        if group not in self.groups:
            raise _Missing
        return [(at, text) for at, text in self.groups[group] if term in text]


def _row(group: str, at: int, text: str) -> list[dict[str, str]]:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    values = {
        "@timestamp": f"{moment:%Y-%m-%d %H:%M:%S}.{at % 1000:03}",
        "@message": text,
        "@log": f"123456789012:{group}",
        "@ptr": f"{group}{at}",
    }
    return [{"field": field, "value": value} for field, value in values.items()]


class States:
    """Step Functions: one state machine; ``histories`` by execution."""

    exceptions = SimpleNamespace(ExecutionDoesNotExist=_Missing)

    def __init__(self) -> None:
        self.histories: dict[str, list[dict[str, Any]]] = {}

    def get_paginator(self, operation: str) -> Any:
        return SimpleNamespace(paginate=getattr(self, operation))

    def list_state_machines(self) -> list[dict[str, Any]]:
        return [{"stateMachines": [{"stateMachineArn": MACHINE}]}]

    def describe_execution(self, **call: Any) -> dict[str, Any]:
        check("stepfunctions", "DescribeExecution", call)
        if call["executionArn"] not in self.histories:
            raise _Missing
        return {}

    def get_execution_history(self, **call: Any) -> list[dict[str, Any]]:
        check("stepfunctions", "GetExecutionHistory", call)
        return [{"events": self.histories[call["executionArn"]]}]


class LogsStage:
    """Stands in for ``cli.stage.account.Account``; with an endpoint it is an emulator's."""

    stage, region = "local", "eu-west-1"

    def __init__(self, endpoint: str | None = "http://127.0.0.1:1") -> None:
        self.endpoint = endpoint
        self.logs, self.states = Logs(), States()
        self.mappings: list[dict[str, str]] = []

    def client(self, service: str) -> Any:
        found = {"logs": self.logs, "stepfunctions": self.states, "lambda": self, "sqs": None}
        if service not in found:
            raise client_error("sts", "AccessDenied", service)
        return found[service]

    def tagged(self, kind: str) -> dict[str, dict[str, str]]:
        arn = f"arn:aws:logs:{self.region}:123456789012:log-group"
        tags = {
            f"{arn}:{name}": {"service": name.rpartition("/")[2].partition("-")[0]}
            for name in self.logs.groups
        }
        return {"logs:log-group": tags, "states": {MACHINE: {"service": "orders"}}}[kind]

    def get_paginator(self, operation: str) -> Any:
        assert operation == "list_event_source_mappings"
        return SimpleNamespace(paginate=lambda: [{"EventSourceMappings": self.mappings}])

    @contextmanager
    def opened(self, stage: str) -> Any:
        yield self
