"""Graph edges: who publishes, consumes and calls, and the way from one event to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Graph:
    """Services by name, with ``stores``, ``publishes``, ``consumes``, ``queues``, ``calls``."""

    services: Mapping[str, Any]

    @property
    def events(self) -> list[str]:
        """All events that are published, in the order of their services."""
        return [event for each in self.services.values() for event in each["publishes"]]

    def published(self) -> Iterator[tuple[str, str]]:
        """Service and event."""
        for name, each in self.services.items():
            yield from ((name, event) for event in each["publishes"])

    def consumed(self) -> Iterator[tuple[str, str, str]]:
        """Event, service, and the names of the queues between them, without the service's."""
        for name, each in self.services.items():
            for event in each["consumes"]:
                queues = (queue.removeprefix(f"{name}-") for queue in each["queues"].get(event, ()))
                yield event, name, ", ".join(queues)

    def calls(self) -> Iterator[tuple[str, str]]:
        """Caller and called service."""
        for name, each in self.services.items():
            yield from ((name, other) for other in each["calls"])


def way(graph: Graph, first: str, last: str) -> tuple[str, ...]:
    """The shortest way from an event to another: events and the services between, in turn.

    A service leads on from an event that it consumes to those that it may publish then. Empty if
    nothing leads there.
    """
    [publisher] = [name for name, event in graph.published() if event == first]
    waiting: list[tuple[str, ...]] = [(publisher, first)]
    seen = {first}
    for path in waiting:
        if path[-1] == last:
            return path
        for name, each in graph.services.items():
            for event in each["consumes"].get(path[-1], ()):
                if event not in seen:
                    seen.add(event)
                    waiting.append((*path, name, event))
    return ()


def on_way(found: frozenset[str], *ends: str) -> bool:
    """Whether an edge joins two of the way."""
    return found.issuperset(ends)
