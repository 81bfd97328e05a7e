"""Task tokens: complete a task that a state machine waits for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.observability import logger

# The task was completed before, timed out, or its execution has ended; or there is no such token.
STALE = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}

# The most characters that Step Functions accepts.
MAX_ERROR, MAX_CAUSE = 256, 32_768


def send_task_success(token: str, result: Mapping[str, Any]) -> bool:
    """Complete the task with a result; false if the token is no longer valid."""
    return _send("send_task_success", token, output=json.dumps(result))


def send_task_failure(token: str, error: str, cause: str) -> bool:
    """Fail the task with an error name, which the state machine can catch, and a cause."""
    return _send("send_task_failure", token, error=error[:MAX_ERROR], cause=cause[:MAX_CAUSE])


def send_task_heartbeat(token: str) -> bool:
    """Extend the wait of a task that has a heartbeat timeout."""
    return _send("send_task_heartbeat", token)


def _send(operation: str, token: str, **parameters: str) -> bool:
    try:
        getattr(client("stepfunctions"), operation)(taskToken=token, **parameters)
    except Exception as error:
        if error_code(error) not in STALE:
            raise
        logger.warning("task token not valid", operation=operation, reason=error_code(error))
        return False
    return True
