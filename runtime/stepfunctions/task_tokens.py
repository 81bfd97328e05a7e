"""Tokens: ends, or prolongs, the wait of a state machine for somebody's answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.observability import logger

# Nobody waits: it was answered before, it took too long, its run has ended, or there never was one.
STALE = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}

# What Step Functions takes of an error and of its cause.
LONGEST_ERROR, LONGEST_CAUSE = 256, 32_768


def send_task_success(token: str, result: Mapping[str, Any]) -> bool:
    """Hand over the result; says whether anybody was still waiting for it."""
    return _send("send_task_success", token, output=json.dumps(result))


def send_task_failure(token: str, error: str, cause: str) -> bool:
    """Hand over a failure, which the state machine catches by the name ``error``."""
    return _send(
        "send_task_failure", token, error=error[:LONGEST_ERROR], cause=cause[:LONGEST_CAUSE]
    )


def send_task_heartbeat(token: str) -> bool:
    """Say that the answer is still being worked on."""
    return _send("send_task_heartbeat", token)


def _send(operation: str, token: str, **what: str) -> bool:
    try:
        getattr(client("stepfunctions"), operation)(taskToken=token, **what)
    except Exception as error:
        if error_code(error) not in STALE:
            raise
        logger.warning("nobody waits for this token", operation=operation, reason=error_code(error))
        return False
    return True
