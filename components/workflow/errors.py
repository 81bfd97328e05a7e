"""Errors in a workflow: what is tried again, how often, and what is caught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

# What handles all errors does not handle the last two. A result of more than 256 KiB is caught by
# its own name, if at all; a mistake in the definition ends every run:
# https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
ALL = "States.ALL"
TOO_LARGE = "States.DataLimitExceeded"
BROKEN = "States.Runtime"

# Stands for whatever a task fails with, but not for the time that it takes.
TASK_FAILED = "States.TaskFailed"
TIMEOUT = "States.Timeout"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"

# What Lambda itself may answer for a while; a function's own errors have names of their own:
# https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
LAMBDA_UNAVAILABLE = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)

# What a table answers when a condition does not hold: an answer, which no retry changes.
CONDITION_FAILED = "DynamoDB.ConditionalCheckFailedException"

MAX_SECONDS = 99_999_999
MAX_DELAY = 31_622_399
# Ours: AWS takes any rate, but with a higher one the second pause is as good as the last.
OUR_MAX_BACKOFF = 10.0


@dataclass(frozen=True, kw_only=True)
class Retry:
    """Tries again after ``interval`` seconds, then ``backoff`` times as long, up to ``max_delay``.

    Each pause is of random length below that, so that many runs do not come back at once. No
    ``attempts`` at all says that an error is an answer.
    """

    errors: tuple[str, ...]
    attempts: int = 3
    interval: int = 1
    backoff: float = 2.0
    max_delay: int = 60

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
    """Goes on at ``next`` once retries are used up, with the error kept at ``result_path``.

    One for all errors also names a result that is too large; nothing catches ``States.Runtime``.
    """

    next: str
    errors: tuple[str, ...] = (ALL,)
    result_path: str | None = "$.error"

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
    """The first that an error matches handles it: nobody may stand behind where none gets by.

    AWS itself refuses no more than a handler behind one for all errors.
    """
    if any(ALL in handler.errors for handler in handlers[:-1]):
        raise ValueError(f"{name}: what handles {ALL} must come last")
    before: list[str] = []
    for handler in handlers:
        for error in handler.errors:
            taken = next((one for one in before if _includes(one, error)), None)
            if taken is not None:
                raise ValueError(
                    f"{name}: {error} never gets as far as what handles it, behind what handles "
                    f"{taken}"
                )
        before += handler.errors


def retries(
    own: tuple[Retry, ...], transient: tuple[str, ...], catches: tuple[Catch, ...]
) -> list[dict[str, Any]]:
    """A task's own retries, then one for what passes by itself.

    Where that is any error at all, one that a catch names is an answer and not tried again.
    """
    tried = {error for retry in own for error in retry.errors}
    if tried.intersection((ALL, TASK_FAILED)) or tried.issuperset(transient):
        return [retry.render() for retry in own]
    named = {error for catch in catches for error in catch.errors}
    answers = sorted(e for e in named - tried if e != TASK_FAILED and _includes(TASK_FAILED, e))
    kept = [Retry(errors=(e,), attempts=0) for e in answers if TASK_FAILED in transient]
    return [retry.render() for retry in (*own, *kept, Retry(errors=transient))]


def caught(catches: tuple[Catch, ...]) -> list[dict[str, Any]]:
    """Catchers in Amazon States Language, among them one by name for what ``ALL`` leaves out."""
    named = {error for catch in catches for error in catch.errors}
    rendered: list[dict[str, Any]] = []
    for catch in catches:
        if ALL in catch.errors and TOO_LARGE not in named:
            rendered.append(replace(catch, errors=(TOO_LARGE,)).render())
        rendered.append(catch.render())
    return rendered


def _includes(one: str, other: str) -> bool:
    """Whether a handler of the one error handles the other, too."""
    if one == TASK_FAILED:
        return other not in (ALL, TIMEOUT, HEARTBEAT_TIMEOUT, TOO_LARGE, BROKEN)
    return one == other or (one, other) == (TIMEOUT, HEARTBEAT_TIMEOUT)


def _check_errors(what: str, errors: tuple[str, ...]) -> None:
    if not errors:
        raise ValueError(f"{what} must name at least one error")
    if ALL in errors and len(errors) > 1:
        raise ValueError(f"{what} for {ALL} must name no other error, got {', '.join(errors)}")
