"""Event patterns against moto's matcher, with every event that the services publish, whole.

A rule of a service matches only events that its card subscribes to, and at least one of them; a
replay to a consumer reaches that consumer's rule and no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from moto.events.models import EventPattern

from contracts.envelope import wrap
from contracts.event import Event
from contracts.orders import Mode
from program.cards import CARDS, EVENTS
from tests.aws.oracle import Finding
from tests.aws.programs import Resource
from tests.cloud import ACCOUNT, REGION
from tests.contracts.one_of_each import ONE_OF_EACH

SUBSCRIBED = {card.name: {event.__name__ for event in card.subscribes} for card in CARDS}

# The rule of the platform stack copies every event that a service publishes.
SUBSCRIBED["platform"] = {event.__name__ for event in EVENTS}


def of(resources: Iterable[Resource]) -> list[Resource]:
    """Rules that differ in their patterns; those of examples have events of their own, and those on
    the default bus the events of AWS.
    """
    rules = [
        each
        for each in resources
        if each.type == "aws:cloudwatch/eventRule:EventRule" and "/" not in each.program
        if each.inputs["eventBusName"] != "default"
    ]
    return list({str(each.inputs["eventPattern"]): each for each in rules}.values())


def samples() -> list[dict[str, Any]]:
    """Each event as a rule sees it, with all its data, in every mode that it can have."""
    return [
        {
            "version": "0",
            "id": "7b8f0b0a-1b1e-4d7e-9a43-1f0f5e7c2b11",
            "source": event.source,
            "detail-type": event.detail_type,
            "account": ACCOUNT,
            "time": "2026-01-01T00:00:00Z",
            "region": REGION,
            "resources": [],
            "detail": wrap(event, "correlation-1"),
        }
        for one in ONE_OF_EACH
        for event in in_modes(one)
    ]


def in_modes(event: Event) -> list[Event]:
    """An event in each mode, or as it is if it has none."""
    if "mode" not in event.__annotations__:
        return [event]
    return [replace(event, mode=mode) for mode in get_args(Mode)]


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
