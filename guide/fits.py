"""Fits: situations in which a blueprint is right, and in which another is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from components.blueprints.pattern import Pattern
from components.blueprints.patterns import (
    FAN_OUT,
    MICROSERVICES,
    SIMPLE_REST,
    WEB_SOCKET,
    WORKFLOW,
)
from guide.choices import MANY_CONNECTIONS, STANDARD_EXECUTIONS_PER_SECOND

FLAGS = ("asynchronous", "ordered")
Verdict: TypeAlias = Literal["fits", "warning", "no"]


@dataclass(frozen=True)
class Fit:
    """A situation with the verdict; ``instead`` says what else where it does not fit."""

    blueprint: Pattern
    situation: str
    verdict: Verdict = "fits"
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a system, for ``judge``; a number that is not known speaks against nothing.

    Raises ``ValueError`` for what is no number or below 0, and for a flag that is none.
    """

    connections: float | None = None
    steps: float | None = None
    executions_per_second: float | None = None
    business_functions: float | None = None
    team: float | None = None
    asynchronous: bool = False
    ordered: bool = False

    def __post_init__(self) -> None:
        for name, given in vars(self).items():
            flag = name in FLAGS
            if flag and not isinstance(given, bool):
                raise ValueError(f"{name} must be true or false, got {given!r}")
            number = isinstance(given, (int, float)) and not isinstance(given, bool) and given >= 0
            if not flag and given is not None and not number:
                raise ValueError(f"{name} must be a number, 0 or more, got {given!r}")


FITS = (
    Fit(SIMPLE_REST, "records are created, read, changed and deleted"),
    Fit(SIMPLE_REST, "callers get the result at once"),
    Fit(SIMPLE_REST, "no task takes long"),
    Fit(SIMPLE_REST, "services do not talk to each other much"),
    Fit(SIMPLE_REST, "work is really asynchronous", "warning", "too simple: see fan-out"),
    Fit(WEB_SOCKET, "chat and live notifications"),
    Fit(WEB_SOCKET, "shared editing and live dashboards"),
    Fit(WEB_SOCKET, "games and auctions"),
    Fit(WEB_SOCKET, "very many connections", "no", "topics of IoT Core"),
    Fit(FAN_OUT, "one event starts several independent actions"),
    Fit(FAN_OUT, "actions may run side by side"),
    Fit(FAN_OUT, "business functions are to be decoupled"),
    Fit(FAN_OUT, "results may come later"),
    Fit(FAN_OUT, "order and control of the flow matter", "no", "workflow"),
    Fit(WORKFLOW, "more than 3 steps"),
    Fit(WORKFLOW, "retries and errors to manage"),
    Fit(WORKFLOW, "approval by people, or a callback from outside"),
    Fit(WORKFLOW, "steps must be undone when a later one fails"),
    Fit(WORKFLOW, "it takes longer than some minutes"),
    Fit(WORKFLOW, "one simple step", "no", "a function alone"),
    Fit(WORKFLOW, "more than 2,000 executions a second", "no", "Express workflows and a bus"),
    Fit(MICROSERVICES, "more than 10 business functions"),
    Fit(MICROSERVICES, "several teams"),
    Fit(MICROSERVICES, "parts are deployed and scaled apart"),
    Fit(MICROSERVICES, "domains have clear borders"),
    Fit(MICROSERVICES, "data is accessed in several ways"),
    Fit(MICROSERVICES, "a small application", "no", "simple REST, or one program in modules"),
    Fit(MICROSERVICES, "a team of less than 5", "no", "fewer services than teams"),
)


def above(given: float | None, limit: float) -> bool:
    """Whether a number is known to be above a limit."""
    return given is not None and given > limit


def judge(blueprint: Pattern, given: Situation) -> list[Fit]:
    """What speaks against a blueprint in a situation; nothing where it fits."""
    against = {
        (SIMPLE_REST.name, "work is really asynchronous"): given.asynchronous,
        (WEB_SOCKET.name, "very many connections"): above(given.connections, MANY_CONNECTIONS),
        (FAN_OUT.name, "order and control of the flow matter"): given.ordered,
        (WORKFLOW.name, "one simple step"): given.steps is not None and given.steps <= 1,
        (WORKFLOW.name, "more than 2,000 executions a second"): (
            above(given.executions_per_second, STANDARD_EXECUTIONS_PER_SECOND)
        ),
        (MICROSERVICES.name, "a small application"): (
            given.business_functions is not None
            and given.business_functions < MICROSERVICES.business_functions
        ),
        (MICROSERVICES.name, "a team of less than 5"): (
            given.team is not None and given.team < MICROSERVICES.people
        ),
    }
    return [
        fit
        for fit in FITS
        if fit.blueprint is blueprint and against.get((blueprint.name, fit.situation))
    ]
