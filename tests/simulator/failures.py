"""What goes wrong in a run, and who handles it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ALL = "States.ALL"
TASK_FAILED = "States.TaskFailed"
TIMEOUT = "States.Timeout"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"
RUNTIME = "States.Runtime"
TOO_LARGE = "States.DataLimitExceeded"

# Not among all errors: too much data is caught only by name, a mistake in the definition never.
APART = (RUNTIME, TOO_LARGE)


class Failed(Exception):
    """An error as Step Functions knows it: a name that retries and catches go by, and a cause."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause = error, cause


class Unknown(Exception):
    """The simulator was shown something that it does not know, and does not guess."""


def matches(errors: Sequence[str], error: str) -> bool:
    """Whether a retry or a catch for some errors is meant for this one."""
    if error in APART:
        return error == TOO_LARGE and error in errors
    timed_out = error in (TIMEOUT, HEARTBEAT_TIMEOUT)
    return (
        ALL in errors
        or error in errors
        or (TASK_FAILED in errors and not timed_out)
        or (TIMEOUT in errors and timed_out)
    )


def output_of(failed: Failed) -> dict[str, Any]:
    """What a catch puts at its result path."""
    return {"Error": failed.error, "Cause": failed.cause}
