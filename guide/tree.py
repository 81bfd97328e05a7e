"""Tree: five questions lead to one of the five blueprints."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeAlias

from components.blueprints.pattern import Pattern
from components.blueprints.patterns import (
    FAN_OUT,
    MICROSERVICES,
    SIMPLE_REST,
    WEB_SOCKET,
    WORKFLOW,
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is asked, each yes or no; the texts of the questions are in ``QUESTIONS``."""

    real_time: bool = False
    multi_step: bool = False
    approval_or_long: bool = False
    one_event_many: bool = False
    many_domains: bool = False


QUESTIONS = {
    "real_time": "Do server and clients both send at any time, over a connection that stays open?",
    "multi_step": "Is it a process of several steps with conditions, retries or compensation?",
    "approval_or_long": "Does that process wait for people, or take longer than some minutes?",
    "one_event_many": "Does one event start several independent actions?",
    "many_domains": "Are there several domains, to be developed and deployed apart?",
}

Step: TypeAlias = tuple[str, bool]


@dataclass(frozen=True)
class Way:
    """The questions that were asked, with their answers, and where they led."""

    steps: tuple[Step, ...]
    blueprint: Pattern


def walk(answers: Answers) -> Way:
    """The way through the tree; what comes after the decisive question is not asked. A process
    that neither waits nor takes long is asked about as any other.
    """
    asked: list[Step] = []

    def yes(name: str) -> bool:
        answer: bool = getattr(answers, name)
        asked.append((name, answer))
        return answer

    if yes("real_time"):
        blueprint = WEB_SOCKET
    elif yes("multi_step") and yes("approval_or_long"):
        blueprint = WORKFLOW
    elif yes("one_event_many"):
        blueprint = FAN_OUT
    else:
        blueprint = MICROSERVICES if yes("many_domains") else SIMPLE_REST
    return Way(tuple(asked), blueprint)


def names() -> list[str]:
    """The names of the answers, in the order of the questions."""
    return [each.name for each in fields(Answers)]
