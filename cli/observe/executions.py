"""Executions: what state machines did for one correlation id, from their histories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cli.observe.log_line import short
from cli.stage.account import Account

# The name of an execution: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
NAME = re.compile(r"[\w-]{1,80}", re.ASCII)
ENTERED = "StateEntered"
# Of a history: what ends or fails; the rest is between two states.
SHOWN = re.compile(r"Execution\w+|\w*(Failed|TimedOut|Aborted)")


@dataclass(frozen=True, kw_only=True)
class WorkflowEvent:
    """One event of an execution's history."""

    at: datetime
    workflow: str
    execution: str
    words: str
    failed: bool = False


def executions_of(account: Account, ids: Iterable[str], named: Iterable[str]) -> list[str]:
    """ARNs of the Standard executions that log lines name, and of those whose name is one of
    ``ids``: a workflow that a schedule starts takes its execution's name for its correlation id.
    """
    names = [each for each in ids if NAME.fullmatch(each)]
    arns = set(named)
    states = account.client("stepfunctions")
    if names:
        for machine in _machines(account):
            for name in names:
                arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
                try:
                    states.describe_execution(executionArn=arn)
                except states.exceptions.ExecutionDoesNotExist:
                    continue
                arns.add(arn)
    return sorted(arns)


def events_of(account: Account, execution: str) -> list[WorkflowEvent]:
    """What an execution did, in order; empty once its history is gone, after 90 days."""
    states = account.client("stepfunctions")
    try:
        pages = states.get_paginator("get_execution_history").paginate(executionArn=execution)
        return [
            found for page in pages for each in page["events"] for found in _event(each, execution)
        ]
    except states.exceptions.ExecutionDoesNotExist:
        return []


def _event(event: dict[str, Any], execution: str) -> Iterator[WorkflowEvent]:
    kind = event["type"]
    details: dict[str, Any] = next(
        (v for k, v in event.items() if k.endswith("EventDetails") and v), {}
    )
    if kind.endswith(ENTERED):
        words = f"entered {details['name']}"
    elif SHOWN.fullmatch(kind):
        error = [str(details[key]) for key in ("error", "cause") if details.get(key)]
        words = ": ".join([kind, *error])
    else:
        return
    yield WorkflowEvent(
        at=event["timestamp"].astimezone(UTC),
        workflow=short(execution.split(":")[6]),
        execution=execution,
        words=words,
        failed=kind.endswith(("Failed", "TimedOut", "Aborted")),
    )


def _machines(account: Account) -> list[str]:
    """The state machines of a stage: by tags on AWS, all of them in an emulator."""
    if not account.endpoint:
        return sorted(arn for arn in account.tagged("states") if ":stateMachine:" in arn)
    pages = account.client("stepfunctions").get_paginator("list_state_machines").paginate()
    return [each["stateMachineArn"] for page in pages for each in page["stateMachines"]]
