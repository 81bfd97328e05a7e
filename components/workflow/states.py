"""States: Task, Pass, Wait, Succeed and Fail, as values that render to Amazon States Language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.access import Access
from components.workflow.errors import (
    MAX_SECONDS,
    Catch,
    Retry,
    caught,
    check_order,
    retries,
)
from components.workflow.integrations import START_SECONDS, Integration


@dataclass(frozen=True, kw_only=True)
class Task:
    """Makes one call to AWS; transient errors are retried three times."""

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    does: Integration
    """The call, made by a function of ``components.workflow.integrations``."""

    timeout: int
    """Seconds until the task fails with ``States.Timeout``; 1 to 99,999,999. The timeout of a
    function's task must be at least the function's own and 30 seconds to start it: a retry would
    otherwise run beside the first attempt."""

    next: str | None = None
    """The state that follows; the execution or branch ends here if not given."""

    heartbeat: int | None = None
    """Longest time between two heartbeats of a task that waits for a token, in seconds; less than
    the timeout."""

    retry: tuple[Retry, ...] = ()
    """Retries in place of, or beside, the one of transient errors."""

    catch: tuple[Catch, ...] = ()
    """Where errors lead to, once the retries are used up."""

    input_path: str = "$"
    """The part of the state's input that the call gets."""

    result_selector: Mapping[str, Any] | None = None
    """Builds the result from the call's answer, in Amazon States Language."""

    result_path: str | None = "$"
    """Where in the input the result is put; ``None`` drops it and passes the input on."""

    output_path: str = "$"
    """The part of all that which the next state gets."""

    def __post_init__(self) -> None:
        if not 1 <= self.timeout <= MAX_SECONDS:
            raise ValueError(
                f"{self.name}: timeout must be between 1 and {MAX_SECONDS} seconds, "
                f"got {self.timeout}"
            )
        if self.timeout < self.does.least_timeout:
            raise ValueError(
                f"{self.name}: timeout must be at least {self.does.least_timeout} seconds, the "
                f"{self.does.function_timeout} of its function and {START_SECONDS} to start it, "
                f"got {self.timeout}"
            )
        if self.heartbeat is not None and not 1 <= self.heartbeat < self.timeout:
            raise ValueError(
                f"{self.name}: heartbeat must be at least 1 and less than the timeout of "
                f"{self.timeout} seconds, got {self.heartbeat}"
            )
        if self.heartbeat is not None and self.does.waits != "token":
            raise ValueError(f"{self.name}: only a task that waits for a token has a heartbeat")
        check_order(self.name, self.retry)
        check_order(self.name, self.catch)

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants that the call needs."""
        return self.does.uses

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {
            "Type": "Task",
            "Resource": self.does.resource,
            **_given(Parameters=self.does.parameters),
            "TimeoutSeconds": self.timeout,
            **_given(HeartbeatSeconds=self.heartbeat),
            "Retry": retries(self.retry, self.does.transient, self.catch),
            **_given(Catch=caught(self.catch) or None),
            **paths(self.input_path, self.result_selector, self.result_path, self.output_path),
            **leads(self.next),
        }


@dataclass(frozen=True, kw_only=True)
class Pass:
    """Passes its input on, changed by ``parameters`` or ``result``; it calls nothing."""

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    next: str | None = None
    """The state that follows; the execution or branch ends here if not given."""

    parameters: Mapping[str, Any] | None = None
    """Builds the result from the input, in Amazon States Language."""

    result: Any = None
    """A constant result."""

    result_path: str | None = "$"
    """Where in the input the result is put; ``None`` drops it and passes the input on."""

    @property
    def uses(self) -> tuple[Access, ...]:
        """No grants."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {
            "Type": "Pass",
            **_given(Parameters=self.parameters, Result=self.result),
            **paths("$", None, self.result_path, "$"),
            **leads(self.next),
        }


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Waits for some seconds, or until a time; exactly one of the two."""

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    seconds: int | str | None = None
    """How long, 0 to 99,999,999, or the path of a number in the input."""

    timestamp: str | None = None
    """Until when, as ``2030-01-31T09:00:00Z``, or the path of a timestamp in the input."""

    next: str | None = None
    """The state that follows; the execution or branch ends here if not given."""

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.timestamp is None):
            raise ValueError(f"{self.name}: a wait takes seconds or a timestamp, one of the two")
        if isinstance(self.seconds, int) and not 0 <= self.seconds <= MAX_SECONDS:
            raise ValueError(
                f"{self.name}: seconds must be between 0 and {MAX_SECONDS}, got {self.seconds}"
            )
        if isinstance(self.seconds, str) and not self.seconds.startswith("$"):
            raise ValueError(
                f"{self.name}: seconds must be a number or a path such as $.delay, "
                f"got {self.seconds}"
            )

    @property
    def uses(self) -> tuple[Access, ...]:
        """No grants."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        key, value = (
            ("Timestamp", self.timestamp) if self.seconds is None else ("Seconds", self.seconds)
        )
        path = isinstance(value, str) and value.startswith("$")
        return {"Type": "Wait", f"{key}Path" if path else key: value, **leads(self.next)}


@dataclass(frozen=True, kw_only=True)
class Succeed:
    """Ends the execution, or its branch, as succeeded."""

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    @property
    def uses(self) -> tuple[Access, ...]:
        """No grants."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {"Type": "Succeed"}


@dataclass(frozen=True, kw_only=True)
class Fail:
    """Ends the execution as failed."""

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    error: str
    """The error's name, which a workflow around this one can catch."""

    cause: str
    """A description of the error, for people."""

    @property
    def uses(self) -> tuple[Access, ...]:
        """No grants."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {"Type": "Fail", "Error": self.error, "Cause": self.cause}


def leads(target: str | None) -> dict[str, Any]:
    """The transition to the next state, or the end."""
    return {"End": True} if target is None else {"Next": target}


def paths(
    input_path: str,
    result_selector: Mapping[str, Any] | None,
    result_path: str | None,
    output_path: str,
) -> dict[str, Any]:
    """The paths of a state that differ from their defaults."""
    return {
        **({"InputPath": input_path} if input_path != "$" else {}),
        **_given(ResultSelector=result_selector),
        **({"ResultPath": result_path} if result_path != "$" else {}),
        **({"OutputPath": output_path} if output_path != "$" else {}),
    }


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
