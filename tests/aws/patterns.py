"""Event patterns against moto's matcher, with every event that the services publish.

A rule of a service matches only events that its card subscribes to, and at least one of them; a
replay to a consumer reaches that consumer's rule and no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from moto.events.models import EventPattern

from program.cards import CARDS, EVENTS
from tests.aws.oracle import Finding
from tests.aws.programs import Resource

MODES = ({"mode": "choreography"}, {"mode": "saga"}, {})
SUBSCRIBED = {card.name: {event.__name__ for event in card.subscribes} for card in CARDS}

# The rule of the platform stack copies every event that a service publishes.
SUBSCRIBED["platform"] = {event.__name__ for event in EVENTS}


def of(resources: Iterable[Resource]) -> list[Resource]:
    """Rules that differ in their patterns; those of examples have events of their own."""
    rules = [
        each
        for each in resources
        if each.type == "aws:cloudwatch/eventRule:EventRule" and "/" not in each.program
    ]
    return list({str(each.inputs["eventPattern"]): each for each in rules}.values())


def samples() -> list[dict[str, Any]]:
    """Each event as a rule sees it, in every mode that an order can have."""
    return [
        {"source": event.source, "detail-type": event.__name__, "detail": {"data": dict(mode)}}
        for event in EVENTS
        for mode in MODES
    ]


def findings(rules: Iterable[Resource]) -> Iterator[Finding]:
    """What a matcher has against each rule."""
    for rule in rules:
        pattern = EventPattern("", json.loads(rule.inputs["eventPattern"]))
        matched = [each for each in samples() if pattern.matches_event(each)]
        names = {str(each["detail-type"]) for each in matched}
        if not names:
            yield Finding(rule.at, "no event matches")
        for name in sorted(names - SUBSCRIBED[rule.name.partition("-")[0]]):
            yield Finding(rule.at, f"{name} matches, which the card does not list")
        for each in matched:
            if pattern.matches_event({**each, "replay-name": "another-consumer.1"}):
                yield Finding(rule.at, f"a replay to another consumer matches: {each}")
                break
