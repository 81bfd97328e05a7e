"""Matrix: the five blueprints side by side."""

from __future__ import annotations

from dataclasses import dataclass

from components.blueprints.pattern import Pattern
from components.blueprints.patterns import (
    FAN_OUT,
    MICROSERVICES,
    SIMPLE_REST,
    WEB_SOCKET,
    WORKFLOW,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One blueprint; ``cost`` is relative, from $ to $$$$, ``example`` a folder in examples."""

    blueprint: Pattern
    complexity: str
    services: str
    communication: str
    consistency: str
    cost: str
    team: str
    use: str
    example: str


MATRIX = (
    Row(
        blueprint=SIMPLE_REST,
        complexity="low",
        services="3-5",
        communication="synchronous",
        consistency="strong",
        cost="$",
        team="1-2",
        use="create, read, update, delete",
        example="blueprint-simple-rest",
    ),
    Row(
        blueprint=WEB_SOCKET,
        complexity="low to medium",
        services="3-4",
        communication="WebSocket",
        consistency="eventual",
        cost="$$",
        team="1-2",
        use="chat, live updates, games",
        example="blueprint-web-socket",
    ),
    Row(
        blueprint=FAN_OUT,
        complexity="medium",
        services="5-8",
        communication="asynchronous",
        consistency="eventual",
        cost="$$",
        team="2-3",
        use="independent work side by side",
        example="blueprint-fan-out",
    ),
    Row(
        blueprint=WORKFLOW,
        complexity="medium to high",
        services="5-10",
        communication="synchronous and asynchronous",
        consistency="as chosen",
        cost="$$$",
        team="3-5",
        use="processes of several steps",
        example="blueprint-workflow",
    ),
    Row(
        blueprint=MICROSERVICES,
        complexity="high",
        services="10 and more",
        communication="hybrid",
        consistency="eventual",
        cost="$$$$",
        team="5 and more",
        use="large systems of several domains",
        example="blueprint-microservices",
    ),
)


def row_of(blueprint: Pattern) -> Row:
    """The row of a blueprint."""
    return next(row for row in MATRIX if row.blueprint is blueprint)
