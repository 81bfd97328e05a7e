"""States: tasks, waits and ends, as values that render to Amazon States Language (JSONPath)."""

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
    """Does one thing within ``timeout`` seconds; without ``next`` it is the last of its branch.

    What passes by itself is tried three times more; ``retry`` and ``catch`` say what else. The
    result goes to ``result_path`` (``None``: it is dropped and the input goes on). A function
    must be able to use up its own time: a task that is tried again while it still runs does its
    work twice at once.
    """

    name: str = field(kw_only=False)
    does: Integration
    timeout: int
    next: str | None = None
    heartbeat: int | None = None
    retry: tuple[Retry, ...] = ()
    catch: tuple[Catch, ...] = ()
    input_path: str = "$"
    result_selector: Mapping[str, Any] | None = None
    result_path: str | None = "$"
    output_path: str = "$"

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
        """What the task needs to be allowed."""
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
    """Does nothing, but may shape the data: ``parameters`` with paths, or a fixed ``result``."""

    name: str = field(kw_only=False)
    next: str | None = None
    parameters: Mapping[str, Any] | None = None
    result: Any = None
    result_path: str | None = "$"

    @property
    def uses(self) -> tuple[Access, ...]:
        """Nothing."""
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
    """Waits for ``seconds``, or until a ``timestamp``; either may be a path into the input."""

    name: str = field(kw_only=False)
    seconds: int | str | None = None
    timestamp: str | None = None
    next: str | None = None

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
        """Nothing."""
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
    """Ends the run, or its branch, well."""

    name: str = field(kw_only=False)

    @property
    def uses(self) -> tuple[Access, ...]:
        """Nothing."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {"Type": "Succeed"}


@dataclass(frozen=True, kw_only=True)
class Fail:
    """Ends the run as failed, with an error for machines and a cause for people."""

    name: str = field(kw_only=False)
    error: str
    cause: str

    @property
    def uses(self) -> tuple[Access, ...]:
        """Nothing."""
        return ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {"Type": "Fail", "Error": self.error, "Cause": self.cause}


def leads(target: str | None) -> dict[str, Any]:
    """Where a state goes on, or that it ends."""
    return {"End": True} if target is None else {"Next": target}


def paths(
    input_path: str,
    result_selector: Mapping[str, Any] | None,
    result_path: str | None,
    output_path: str,
) -> dict[str, Any]:
    """The paths of a state, as far as they are not what AWS takes anyway."""
    return {
        **({"InputPath": input_path} if input_path != "$" else {}),
        **_given(ResultSelector=result_selector),
        **({"ResultPath": result_path} if result_path != "$" else {}),
        **({"OutputPath": output_path} if output_path != "$" else {}),
    }


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
