"""Kind of a workflow: Standard, or Express where the declared rate of executions requires it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from components.workflow.branches import Map, Parallel
from components.workflow.definition import Definition, branches, every_state, targets
from components.workflow.distributed import DistributedMap
from components.workflow.states import Task

# StartExecution calls a second that an account may make for Standard workflows, after the burst:
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
STANDARD_STARTS_A_SECOND = 2_000
# AWS ends an Express execution after that time.
EXPRESS_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Express:
    """Declares an Express workflow: more executions a second than Standard allows, each of less
    than five minutes, without history, and with states that may run twice.
    """

    executions_per_second: int
    """The expected rate; more than 2,000."""

    repeatable: bool
    """That every state may run twice without harm; must be true."""

    def __post_init__(self) -> None:
        if self.executions_per_second <= STANDARD_STARTS_A_SECOND:
            raise ValueError(
                f"executions_per_second must be more than {STANDARD_STARTS_A_SECOND:,} for an "
                f"EXPRESS workflow, got {self.executions_per_second:,}: use STANDARD"
            )
        if not self.repeatable:
            raise ValueError(
                "an EXPRESS workflow may run a state twice: make its states repeatable, or use "
                "STANDARD"
            )


def check_express(definition: Definition) -> None:
    """Raise ``ValueError`` for a state that an Express workflow cannot have, or a definition that
    may take five minutes or more.
    """
    for task in tasks(definition):
        if task.does.waits:
            raise ValueError(
                f"an EXPRESS workflow cannot wait for {task.name}: use STANDARD, or a task that "
                "ends by itself"
            )
    rendered = definition.render()
    for name, state in every_state(rendered["States"].items()):
        unknown = _unknown(state)
        if unknown is not None:
            raise ValueError(
                f"an EXPRESS workflow must end within {EXPRESS_SECONDS} seconds, and it is unknown "
                f"{unknown.format(name)}: use STANDARD"
            )
    seconds, way = _longest(rendered, rendered["StartAt"], frozenset())
    if seconds >= EXPRESS_SECONDS:
        raise ValueError(
            f"an EXPRESS workflow must end within {EXPRESS_SECONDS} seconds, but "
            f"{', '.join(way)} may take {seconds} with all retries: lower their timeouts, or use "
            "STANDARD"
        )


def tasks(definition: Definition) -> Iterator[Task]:
    """Every task of a definition, those in a Parallel or a Map among them."""
    for state in definition.states:
        if isinstance(state, Task):
            yield state
        elif isinstance(state, Parallel):
            for branch in state.branches:
                yield from tasks(branch)
        elif isinstance(state, Map | DistributedMap):
            yield from tasks(state.each)


def _unknown(state: Mapping[str, Any]) -> str | None:
    """What is unknown about a state's duration before it runs."""
    if state["Type"] == "Map":
        return "how many items {} gets"
    if state["Type"] == "Wait" and "Seconds" not in state:
        return "how long {} waits"
    return None


def _longest(
    definition: Mapping[str, Any], name: str, seen: frozenset[str]
) -> tuple[int, tuple[str, ...]]:
    """The longest time from a state to an end, and the states that take it, each visited once."""
    state, seen = definition["States"][name], seen | {name}
    ways = [
        _longest(definition, target, seen)
        for target in dict.fromkeys(targets(state))
        if target not in seen
    ]
    inner = [_longest(branch, branch["StartAt"], frozenset()) for branch in branches(state)]
    after, then = max(ways, default=(0, ()))
    inside, within = max(inner, default=(0, ()))
    own = state.get("TimeoutSeconds", 0) + state.get("Seconds", 0)
    attempts, delays = _attempts(state)
    spent = attempts * (own + inside) + delays
    return spent + after, (*((name,) if own else ()), *within, *then)


def _attempts(state: Mapping[str, Any]) -> tuple[int, int]:
    """The attempts of a state that uses up its retries, and the seconds of delay between them."""
    attempts, delays = 1, 0.0
    for retry in state.get("Retry", ()):
        attempts += retry["MaxAttempts"]
        # Each delay is a second or more: so many are already too long.
        for attempt in range(min(retry["MaxAttempts"], EXPRESS_SECONDS)):
            delay = retry["IntervalSeconds"] * retry["BackoffRate"] ** attempt
            delays += min(delay, retry["MaxDelaySeconds"])
    return attempts, ceil(delays)
