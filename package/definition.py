"""Definition: a state machine in Amazon States Language, checked before anything is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.access import Access
from components.workflow.definition import Definition


@dataclass(frozen=True)
class GivenState:
    """A state as the program wrote it."""

    name: str
    content: Mapping[str, Any]
    uses: tuple[Access, ...] = ()

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return dict(self.content)


@dataclass(frozen=True, kw_only=True)
class GivenDefinition(Definition):
    """A definition with all that the program wrote beside its states, as TimeoutSeconds."""

    others: Mapping[str, Any]

    def render(self) -> dict[str, Any]:
        """The definition in Amazon States Language; outputs may stand anywhere in it."""
        return {**self.others, **super().render()}


def definition(document: Mapping[str, Any]) -> GivenDefinition:
    """The definition that a document holds. Raises ``ValueError`` for one without states, a state
    without a type, a step to a state that is not there, and a state that is never reached or from
    which no end is reached.
    """
    others = dict(document)
    states, start = others.pop("States", {}), others.pop("StartAt", None)
    if not states:
        raise ValueError("definition must have at least one state under States, got none")
    if start not in states:
        raise ValueError(f"StartAt must be one of {', '.join(states)}, got {start}")
    untyped = [name for name, state in states.items() if "Type" not in state]
    if untyped:
        raise ValueError(f"each state must have a Type, missing in {', '.join(untyped)}")
    ordered = {start: states[start], **states}
    return GivenDefinition(
        tuple(GivenState(name, state) for name, state in ordered.items()), others=others
    )
