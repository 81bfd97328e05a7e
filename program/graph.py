"""``python -m program.graph``: the services, and what joins them, as JSON; of their cards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contracts.event import Event
from microservice.card import Card
from program.cards import CARDS


def graph(cards: Iterable[Card]) -> dict[str, Any]:
    """Each service by its name: the stores it owns, the events it publishes, the services that it
    calls, and the events it consumes with those that it may publish in turn.
    """
    return {
        card.name: {
            "stores": list(card.owns),
            "publishes": _names(card.publishes),
            "consumes": _consumed(card.subscribes),
            "calls": list(card.calls),
        }
        for card in cards
    }


def _consumed(subscribes: Mapping[type[Event], tuple[type[Event], ...]]) -> dict[str, list[str]]:
    return {event.__name__: _names(in_turn) for event, in_turn in subscribes.items()}


def _names(events: Iterable[type[Event]]) -> list[str]:
    return [event.__name__ for event in events]


if __name__ == "__main__":
    print(json.dumps(graph(CARDS), indent=2))
