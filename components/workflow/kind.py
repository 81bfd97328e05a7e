"""Kind of a workflow: Standard, unless so much traffic is declared that it must be Express."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from components.workflow.definition import Definition, branches, every_state, targets

# What Standard workflows of an account may start in a second, once the first burst is used up:
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
STANDARD_STARTS_A_SECOND = 2_000
# AWS ends an Express execution then, whatever it is at.
EXPRESS_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Express:
    """For more starts a second than Standard can take, of runs under five minutes.

    An Express workflow may run a step twice and keeps no history: ``repeatable`` says that every
    step can take it.
    """

    executions_per_second: int
    repeatable: bool

    def __post_init__(self) -> None:
        if self.executions_per_second <= STANDARD_STARTS_A_SECOND:
            raise ValueError(
                f"executions_per_second must be more than {STANDARD_STARTS_A_SECOND:,} for an "
                f"EXPRESS workflow, got {self.executions_per_second:,}: STANDARD takes that"
            )
        if not self.repeatable:
            raise ValueError(
                "an EXPRESS workflow may run a step twice: make its steps repeatable, or use "
                "STANDARD"
            )


def check_express(definition: Definition) -> None:
    """Raises ``ValueError`` for what an Express workflow cannot do, or not in its five minutes."""
    rendered = definition.render()
    for name, state in every_state(rendered["States"].items()):
        if _waits(state):
            raise ValueError(
                f"an EXPRESS workflow cannot wait for {name}: use STANDARD, or a task that ends "
                "by itself"
            )
        unknown = _unknown(state)
        if unknown is not None:
            raise ValueError(
                f"an EXPRESS workflow must end within {EXPRESS_SECONDS} seconds, and nobody knows "
                f"{unknown.format(name)}: use STANDARD"
            )
    seconds, way = _longest(rendered, rendered["StartAt"], frozenset())
    if seconds >= EXPRESS_SECONDS:
        raise ValueError(
            f"an EXPRESS workflow must end within {EXPRESS_SECONDS} seconds, but "
            f"{', '.join(way)} may take {seconds} with all retries: lower their timeouts, or use "
            "STANDARD"
        )


def _waits(state: Mapping[str, Any]) -> bool:
    """Whether a task ends only when someone else says so: by a token, or another run's end."""
    resource = state.get("Resource")
    return isinstance(resource, str) and resource.endswith(
        (".waitForTaskToken", ".sync", ".sync:2")
    )


def _unknown(state: Mapping[str, Any]) -> str | None:
    """What nobody knows of a state as long as there is no run."""
    if state["Type"] == "Map":
        return "how many items {} gets"
    if state["Type"] == "Wait" and "Seconds" not in state:
        return "how long {} waits"
    return None


def _longest(
    definition: Mapping[str, Any], name: str, seen: frozenset[str]
) -> tuple[int, tuple[str, ...]]:
    """The longest time from a state to an end, and the states it is spent in, each passed once."""
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
    tries, pauses = _again(state)
    spent = tries * (own + inside) + pauses
    return spent + after, (*((name,) if own else ()), *within, *then)


def _again(state: Mapping[str, Any]) -> tuple[int, int]:
    """How often a state may be tried if all of its retries are used up, and the pauses between."""
    tries, pauses = 1, 0.0
    for retry in state.get("Retry", ()):
        tries += retry["MaxAttempts"]
        # Each pause is a second or more: so many are already too long.
        for attempt in range(min(retry["MaxAttempts"], EXPRESS_SECONDS)):
            pause = retry["IntervalSeconds"] * retry["BackoffRate"] ** attempt
            pauses += min(pause, retry["MaxDelaySeconds"])
    return tries, ceil(pauses)
