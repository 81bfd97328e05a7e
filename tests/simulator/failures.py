"""Errors of a run, and which retries and catches match them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ALL = "States.ALL"
TASK_FAILED = "States.TaskFailed"
TIMEOUT = "States.Timeout"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"
RUNTIME = "States.Runtime"
TOO_LARGE = "States.DataLimitExceeded"

# Errors that States.ALL does not match: States.DataLimitExceeded is caught by name only,
# States.Runtime not at all.
NOT_IN_ALL = (RUNTIME, TOO_LARGE)


class Failed(Exception):
    """An error of Step Functions: the name that retries and catches match, and a cause."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause = error, cause


class Unsupported(Exception):
    """A definition or a stub has something that the simulator does not implement."""


def matches(errors: Sequence[str], error: str) -> bool:
    """Whether the ``ErrorEquals`` of a retry or a catch matches an error."""
    if error in NOT_IN_ALL:
        return error == TOO_LARGE and error in errors
    timed_out = error in (TIMEOUT, HEARTBEAT_TIMEOUT)
    return (
        ALL in errors
        or error in errors
        or (TASK_FAILED in errors and not timed_out)
        or (TIMEOUT in errors and timed_out)
    )


def output_of(failed: Failed) -> dict[str, Any]:
    """The object that a catch writes to its result path."""
    return {"Error": failed.error, "Cause": failed.cause}
