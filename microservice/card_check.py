"""Card check: whether services fit each other, by their cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from microservice.card import Card

# A call whose receiver must call another is fragile; with one more it is one service in pieces.
DEPTH_WARNED = 2
DEPTH_REFUSED = 3


def problems(cards: Sequence[Card]) -> list[str]:
    """Why these services must not be deployed together; empty if they may be."""
    return [
        *_duplicate_names(cards),
        *_unpublished_subscriptions(cards),
        *_wrong_publishers(cards),
        *_unlisted_events(cards),
        *_event_cycles(cards),
        *_wrong_calls(cards),
    ]


def warnings(cards: Sequence[Card]) -> list[str]:
    """What is allowed, but should be a deliberate choice."""
    return [
        f"{' -> '.join(chain)}: {len(chain) - 1} synchronous calls in a row"
        for chain in _chains(cards)
        if len(chain) - 1 == DEPTH_WARNED
    ]


def _duplicate_names(cards: Sequence[Card]) -> Iterator[str]:
    names = [card.name for card in cards]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: {names.count(name)} cards have this name"


def _unpublished_subscriptions(cards: Sequence[Card]) -> Iterator[str]:
    published = {event for card in cards for event in card.publishes}
    for card in cards:
        for event in card.subscribes:
            if event not in published:
                yield (
                    f"{card.name} subscribes to {event.__name__}, which no service publishes; "
                    f"its source is {event.source}"
                )


def _wrong_publishers(cards: Sequence[Card]) -> Iterator[str]:
    for event in dict.fromkeys(event for card in cards for event in card.publishes):
        publishers = [card.name for card in cards if event in card.publishes]
        if len(publishers) > 1:
            yield f"{event.__name__} is published by {', '.join(publishers)}; one must own it"
        elif publishers != [event.source]:
            yield f"{event.__name__} has source {event.source}, but {publishers[0]} publishes it"


def _unlisted_events(cards: Sequence[Card]) -> Iterator[str]:
    for card in cards:
        for consumed, following in card.subscribes.items():
            for event in following:
                if event not in card.publishes:
                    yield (
                        f"{card.name} publishes {event.__name__} after {consumed.__name__}, "
                        "but its card does not list it under publishes"
                    )
        for event in card.outbox:
            if event not in card.publishes:
                yield f"{card.name} has {event.__name__} in its outbox, but not under publishes"


def _event_cycles(cards: Sequence[Card]) -> Iterator[str]:
    following: dict[str, list[str]] = {}
    by: dict[tuple[str, str], str] = {}
    for card in cards:
        for consumed, published in card.subscribes.items():
            names = [event.__name__ for event in published]
            following.setdefault(consumed.__name__, []).extend(names)
            by |= {(consumed.__name__, name): card.name for name in names}
    for cycle in _cycles(following):
        services = ", ".join(by[step] for step in pairwise(cycle))
        yield f"{' -> '.join(cycle)}: an event cycle, by way of {services}"


def _wrong_calls(cards: Sequence[Card]) -> Iterator[str]:
    calls = {card.name: list(card.calls) for card in cards}
    for name, called in calls.items():
        for other in called:
            if other not in calls:
                yield f"{name} calls {other}, which has no card"
    cycles = list(_cycles(calls))
    for cycle in cycles:
        yield f"{' -> '.join(cycle)}: services that wait for each other"
    for chain in _chains(cards) if not cycles else ():
        if len(chain) - 1 >= DEPTH_REFUSED:
            yield f"{' -> '.join(chain)}: {len(chain) - 1} synchronous calls in a row"


def _cycles(graph: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each cycle once, as the path from its alphabetically first node back to it."""
    for start in sorted(graph):
        waiting: list[tuple[str, ...]] = [(start,)]
        while waiting:
            path = waiting.pop()
            for following in graph.get(path[-1], ()):
                if following == start:
                    yield (*path, start)
                elif following > start and following not in path:
                    waiting.append((*path, following))


def _chains(cards: Sequence[Card]) -> list[tuple[str, ...]]:
    """The longest chain of calls from each service that no other calls."""
    calls = {card.name: card.calls for card in cards}
    called = {other for others in calls.values() for other in others}

    def longest(path: tuple[str, ...]) -> tuple[str, ...]:
        further = [longest((*path, name)) for name in calls.get(path[-1], ()) if name not in path]
        return max(further, key=len, default=path)

    return [longest((name,)) for name in calls if name not in called]
