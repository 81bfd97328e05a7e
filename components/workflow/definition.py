"""Definition: the states of a workflow or of a branch, checked when they are put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from components.access import Access

MAX_NAME_LENGTH = 80


class State(Protocol):
    """What every kind of state has."""

    @property
    def name(self) -> str:
        """Unique in the whole workflow."""
        ...

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants it needs."""
        ...

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        ...


@dataclass(frozen=True, kw_only=True)
class Definition:
    """The states of a workflow or of a branch.

    Raises ``ValueError`` for a name that is too long or used twice, a transition to a state that
    does not exist, a state that nothing leads to, and one from which no end is reached.
    """

    states: tuple[State, ...] = field(kw_only=False)
    """The states; the first is where the workflow starts."""

    comment: str | None = None
    """A description, for people."""

    def __post_init__(self) -> None:
        if not self.states:
            raise ValueError("a definition needs at least one state")
        rendered = [(state.name, state.render()) for state in self.states]
        _check_names([name for name, _ in every_state(rendered)])
        states = dict(rendered)
        _check_targets(states)
        _check_all_reached(self.states[0].name, states)
        _check_all_end(states)

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants that its states need, without duplicates."""
        found: list[Access] = []
        for state in self.states:
            found += [access for access in state.uses if access not in found]
        return tuple(found)

    def render(self) -> dict[str, Any]:
        """The definition in Amazon States Language; it may contain outputs of resources."""
        return {
            **({"Comment": self.comment} if self.comment else {}),
            "StartAt": self.states[0].name,
            "States": {state.name: state.render() for state in self.states},
        }


def every_state(
    states: Iterable[tuple[str, Mapping[str, Any]]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rendered states by name, and those in the branches of a Parallel and in a Map."""
    for name, state in states:
        yield name, state
        for branch in branches(state):
            yield from every_state(branch["States"].items())


def branches(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The definitions inside a rendered state."""
    each = [state["ItemProcessor"]] if "ItemProcessor" in state else []
    return [*each, *state.get("Branches", ())]


def targets(state: Mapping[str, Any]) -> list[str]:
    """Every state that a rendered state may lead to."""
    choices = [*state.get("Choices", ()), *state.get("Catch", ())]
    ways = [state.get("Next"), *(choice["Next"] for choice in choices), state.get("Default")]
    return [target for target in ways if target is not None]


def _check_names(names: list[str]) -> None:
    for name in names:
        if not 1 <= len(name) <= MAX_NAME_LENGTH:
            raise ValueError(
                f"the name of a state must have 1 to {MAX_NAME_LENGTH} characters, got {name!r}"
            )
        if names.count(name) > 1:
            raise ValueError(
                f"there are {names.count(name)} states called {name}; a name stands for one, "
                "across branches too"
            )


def _check_targets(states: Mapping[str, Mapping[str, Any]]) -> None:
    for name, state in states.items():
        for target in targets(state):
            if target not in states:
                raise ValueError(
                    f"{name} leads to {target}, which is none of the states beside it "
                    f"({', '.join(states)})"
                )


def _check_all_reached(start: str, states: Mapping[str, Mapping[str, Any]]) -> None:
    reached, waiting = {start}, [start]
    while waiting:
        found = set(targets(states[waiting.pop()])) - reached
        reached |= found
        waiting += found
    lost = [name for name in states if name not in reached]
    if lost:
        raise ValueError(f"nothing leads to {', '.join(lost)}")


def _check_all_end(states: Mapping[str, Mapping[str, Any]]) -> None:
    ending: set[str] = set()
    while True:
        found = {
            name
            for name, state in states.items()
            if name not in ending
            and (
                state.get("End")
                or state["Type"] in ("Succeed", "Fail")
                or ending.intersection(targets(state))
            )
        }
        if not found:
            break
        ending |= found
    endless = [name for name in states if name not in ending]
    if endless:
        raise ValueError(f"no end is reached from {', '.join(endless)}")
