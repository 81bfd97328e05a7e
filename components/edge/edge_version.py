"""Edge version: a published version of a function at the edge (Lambda@Edge) and its events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import pulumi

from components.arn import FUNCTION, read
from components.edge.region import checked

EdgeEvent: TypeAlias = Literal[
    "viewer-request", "viewer-response", "origin-request", "origin-response"
]
EVENTS: tuple[EdgeEvent, ...] = get_args(EdgeEvent)


def check_events(events: tuple[EdgeEvent, ...], include_body: bool) -> None:
    """Raise ``ValueError`` for no event, one that CloudFront has not, one given twice, and a body
    where none is a request.
    """
    if not events or len({*events}) != len(events) or not {*events} <= {*EVENTS}:
        raise ValueError(f"events must be different ones of {', '.join(EVENTS)}, got {events}")
    if include_body and not any(event.endswith("-request") for event in events):
        raise ValueError(f"include_body is for requests, got {', '.join(events)}")


def associations(
    arn: pulumi.Input[str], events: tuple[EdgeEvent, ...], include_body: bool
) -> list[Mapping[str, Any]]:
    """What a behaviour says of a version, one for each event."""
    return [
        {
            "event_type": event,
            "lambda_arn": arn,
            "include_body": include_body and event.endswith("-request"),
        }
        for event in events
    ]


def numbered(arn: str) -> str:
    """The ARN of a version as it is; raises ``ValueError`` for one without a number."""
    qualifier = FUNCTION.read(arn, "qualifier")
    if not re.fullmatch(r"\d+", qualifier or ""):
        raise ValueError(
            "arn must name a version by its number: CloudFront takes neither $LATEST nor an "
            f"alias, got {arn}"
        )
    return arn


@dataclass(frozen=True, kw_only=True)
class EdgeVersion:
    """A version that exists; ``Site`` and ``Api`` take it in ``functions``.

    Raises ``ValueError`` for an ARN of another Region than us-east-1 or without the number of a
    version, and for events that do not fit.
    """

    arn: pulumi.Input[str]
    """ARN of the version, of us-east-1, with its number at the end."""

    events: tuple[EdgeEvent, ...]
    """When it runs: ``viewer-request`` and ``viewer-response`` for every request,
    ``origin-request`` and ``origin-response`` for those that the cache does not answer."""

    include_body: bool = False
    """Whether it gets the bodies of requests, of which CloudFront cuts off what is above 40 KB at
    the viewer and 1 MB at the origin."""

    def __post_init__(self) -> None:
        check_events(self.events, self.include_body)
        read(checked("arn", self.arn), numbered)

    def associations(self) -> list[Mapping[str, Any]]:
        """What a behaviour says of it, one for each event."""
        arn = read(checked("arn", self.arn), numbered)
        return associations(arn, self.events, self.include_body)
