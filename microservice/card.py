"""Card: what a service is for, what it owns, and how it is tied to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from contracts.event import Event

# A question that makes its receiver ask another is fragile; one more, and it is one big service.
DEPTH_WARNED = 2
DEPTH_REFUSED = 3


@dataclass(frozen=True, kw_only=True)
class Card:
    """One service: what it owns, which routes it answers, which events it publishes and handles.

    ``type_token`` is the type of the service's component in every URN below it: a change of it
    replaces all that the service has deployed. ``subscribes`` maps each event to those that the
    service may publish when it handles that event. Handlers publish the events in ``publishes``,
    except those in ``outbox``: these are published from the table's stream only, so that no event
    is published for a row that was not written, or lost for one that was.
    """

    name: str
    type_token: str
    capability: str
    context: str
    team: str
    owns: tuple[str, ...]
    routes: tuple[str, ...] = ()
    publishes: tuple[type[Event], ...] = ()
    outbox: tuple[type[Event], ...] = ()
    subscribes: Mapping[type[Event], tuple[type[Event], ...]] = field(default_factory=dict)
    calls: tuple[str, ...] = ()


def problems(cards: Sequence[Card]) -> list[str]:
    """Why these services may not be deployed together; nothing when they may."""
    return [
        *_names_taken_twice(cards),
        *_silence(cards),
        *_rivals(cards),
        *_unsaid(cards),
        *_loops(cards),
        *_calls(cards),
    ]


def warnings(cards: Sequence[Card]) -> list[str]:
    """What is allowed, but should be a choice."""
    return [
        f"{' -> '.join(chain)}: {len(chain) - 1} synchronous calls in a row"
        for chain in _chains(cards)
        if len(chain) - 1 == DEPTH_WARNED
    ]


def _names_taken_twice(cards: Sequence[Card]) -> Iterator[str]:
    names = [card.name for card in cards]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: {names.count(name)} cards have this name"


def _silence(cards: Sequence[Card]) -> Iterator[str]:
    announced = {event for card in cards for event in card.publishes}
    for card in cards:
        for event in card.subscribes:
            if event not in announced:
                yield (
                    f"{card.name} listens to {event.__name__}, which nobody announces; "
                    f"its source is {event.source}"
                )


def _rivals(cards: Sequence[Card]) -> Iterator[str]:
    for event in dict.fromkeys(event for card in cards for event in card.publishes):
        announcers = [card.name for card in cards if event in card.publishes]
        if len(announcers) > 1:
            yield f"{event.__name__} is announced by {', '.join(announcers)}; one must own it"
        elif announcers != [event.source]:
            yield f"{event.__name__} has source {event.source}, but {announcers[0]} announces it"


def _unsaid(cards: Sequence[Card]) -> Iterator[str]:
    for card in cards:
        for heard, told in card.subscribes.items():
            for event in told:
                if event not in card.publishes:
                    yield (
                        f"{card.name} follows {heard.__name__} with {event.__name__}, "
                        "which its card does not announce"
                    )
        for event in card.outbox:
            if event not in card.publishes:
                yield f"{card.name} has {event.__name__} in its outbox, but does not announce it"


def _loops(cards: Sequence[Card]) -> Iterator[str]:
    follows: dict[str, list[str]] = {}
    listeners: dict[tuple[str, str], str] = {}
    for card in cards:
        for heard, told in card.subscribes.items():
            follows.setdefault(heard.__name__, []).extend(event.__name__ for event in told)
            listeners |= {(heard.__name__, event.__name__): card.name for event in told}
    for loop in _cycles(follows):
        by = [listeners[step] for step in pairwise(loop)]
        yield f"{' -> '.join(loop)}: this event brings about itself, by way of {', '.join(by)}"


def _calls(cards: Sequence[Card]) -> Iterator[str]:
    calls = {card.name: list(card.calls) for card in cards}
    for name, called in calls.items():
        for other in called:
            if other not in calls:
                yield f"{name} calls {other}, which has no card"
    loops = list(_cycles(calls))
    for loop in loops:
        yield f"{' -> '.join(loop)}: services that wait for each other"
    for chain in _chains(cards) if not loops else ():
        if len(chain) - 1 >= DEPTH_REFUSED:
            yield f"{' -> '.join(chain)}: {len(chain) - 1} synchronous calls in a row"


def _cycles(graph: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each way from a node back to itself, told once: from its first name in the alphabet."""
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
    """The longest chain of calls from each service that nobody calls."""
    calls = {card.name: card.calls for card in cards}
    called = {other for others in calls.values() for other in others}

    def longest(path: tuple[str, ...]) -> tuple[str, ...]:
        further = [longest((*path, name)) for name in calls.get(path[-1], ()) if name not in path]
        return max(further, key=len, default=path)

    return [longest((name,)) for name in calls if name not in called]
