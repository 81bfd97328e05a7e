"""Errors in a workflow: which are retried, how often, and which are caught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

# ``States.ALL`` does not include the last two. A result of more than 256 KiB is caught only by its
# own name; an error in the definition at run time ends the execution:
# https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
ALL = "States.ALL"
TOO_LARGE = "States.DataLimitExceeded"
BROKEN = "States.Runtime"

# Any error of a task except a timeout.
TASK_FAILED = "States.TaskFailed"
TIMEOUT = "States.Timeout"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"

# Transient errors of the Lambda service; a function's own errors have names of their own:
# https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
LAMBDA_UNAVAILABLE = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)

# A condition expression that does not hold: a retry would not change it.
CONDITION_FAILED = "DynamoDB.ConditionalCheckFailedException"

MAX_SECONDS = 99_999_999
MAX_DELAY = 31_622_399
# A limit of this library: AWS accepts any rate, but above it the second delay is all but the last.
OUR_MAX_BACKOFF = 10.0


@dataclass(frozen=True, kw_only=True)
class Retry:
    """Retries a state with exponential backoff and full jitter."""

    errors: tuple[str, ...]
    """Names of the errors that it handles; ``States.ALL`` only alone."""

    attempts: int = 3
    """How often the state is retried; 0 to 99,999,999. Zero declares these errors final."""

    interval: int = 1
    """The longest delay before the first retry, in seconds; at least 1."""

    backoff: float = 2.0
    """What the delay is multiplied by for each further retry; 1 to 10."""

    max_delay: int = 60
    """The longest delay, in seconds; more than ``interval``, at most 31,622,399."""

    def __post_init__(self) -> None:
        _check_errors("a retry", self.errors)
        if not 0 <= self.attempts <= MAX_SECONDS:
            raise ValueError(f"attempts must be between 0 and {MAX_SECONDS}, got {self.attempts}")
        if self.interval < 1:
            raise ValueError(f"interval must be at least 1 second, got {self.interval}")
        if not 1 <= self.backoff <= OUR_MAX_BACKOFF:
            raise ValueError(
                f"backoff must be between 1 and our limit of {OUR_MAX_BACKOFF:g}, "
                f"got {self.backoff}"
            )
        if not self.interval < self.max_delay <= MAX_DELAY:
            raise ValueError(
                f"max_delay must be more than the interval of {self.interval} seconds and at most "
                f"{MAX_DELAY}, got {self.max_delay}"
            )

    def render(self) -> dict[str, Any]:
        """The retrier in Amazon States Language."""
        if self.attempts == 0:
            return {"ErrorEquals": list(self.errors), "MaxAttempts": 0}
        return {
            "ErrorEquals": list(self.errors),
            "IntervalSeconds": self.interval,
            "MaxAttempts": self.attempts,
            "BackoffRate": self.backoff,
            "MaxDelaySeconds": self.max_delay,
            "JitterStrategy": "FULL",
        }


@dataclass(frozen=True, kw_only=True)
class Catch:
    """Continues with another state once the retries are used up.

    ``States.ALL`` here includes a result that is too large; nothing catches ``States.Runtime``.
    """

    next: str
    """The state that follows."""

    errors: tuple[str, ...] = (ALL,)
    """Names of the errors that it catches; ``States.ALL`` only alone."""

    result_path: str | None = "$.error"
    """Where in the input the error's name and cause are put."""

    def __post_init__(self) -> None:
        _check_errors("a catch", self.errors)

    def render(self) -> dict[str, Any]:
        """The catcher in Amazon States Language."""
        return {
            "ErrorEquals": list(self.errors),
            "ResultPath": self.result_path,
            "Next": self.next,
        }


def check_order(name: str, handlers: Sequence[Retry] | Sequence[Catch]) -> None:
    """Raise ``ValueError`` for a handler that an earlier one makes unreachable: the first that an
    error matches handles it. AWS itself checks only that ``States.ALL`` is last.
    """
    if any(ALL in handler.errors for handler in handlers[:-1]):
        raise ValueError(f"{name}: the handler of {ALL} must be the last")
    before: list[str] = []
    for handler in handlers:
        for error in handler.errors:
            taken = next((one for one in before if _includes(one, error)), None)
            if taken is not None:
                raise ValueError(
                    f"{name}: the handler of {error} is unreachable behind the handler of {taken}"
                )
        before += handler.errors


def retries(
    own: tuple[Retry, ...], transient: tuple[str, ...], catches: tuple[Catch, ...]
) -> list[dict[str, Any]]:
    """A task's own retries, then one for transient errors.

    Where every error counts as transient, an error that a catch names is final and not retried.
    """
    tried = {error for retry in own for error in retry.errors}
    if tried.intersection((ALL, TASK_FAILED)) or tried.issuperset(transient):
        return [retry.render() for retry in own]
    named = {error for catch in catches for error in catch.errors}
    final = sorted(e for e in named - tried if e != TASK_FAILED and _includes(TASK_FAILED, e))
    kept = [Retry(errors=(e,), attempts=0) for e in final if TASK_FAILED in transient]
    return [retry.render() for retry in (*own, *kept, Retry(errors=transient))]


def caught(catches: tuple[Catch, ...]) -> list[dict[str, Any]]:
    """Catchers in Amazon States Language; ``States.ALL`` brings one for results too large."""
    named = {error for catch in catches for error in catch.errors}
    rendered: list[dict[str, Any]] = []
    for catch in catches:
        if ALL in catch.errors and TOO_LARGE not in named:
            rendered.append(replace(catch, errors=(TOO_LARGE,)).render())
        rendered.append(catch.render())
    return rendered


def _includes(one: str, other: str) -> bool:
    """Whether a handler of the one error also handles the other."""
    if one == TASK_FAILED:
        return other not in (ALL, TIMEOUT, HEARTBEAT_TIMEOUT, TOO_LARGE, BROKEN)
    return one == other or (one, other) == (TIMEOUT, HEARTBEAT_TIMEOUT)


def _check_errors(what: str, errors: tuple[str, ...]) -> None:
    if not errors:
        raise ValueError(f"{what} must name at least one error")
    if ALL in errors and len(errors) > 1:
        raise ValueError(f"{what} for {ALL} must name no other error, got {', '.join(errors)}")
