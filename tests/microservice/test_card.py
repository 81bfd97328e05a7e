"""Tests of the cards, and of what may not be deployed together."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.event import Event
from microservice.card import Card, problems, warnings
from program.cards import CARDS, EVENTS


@dataclass(frozen=True, kw_only=True)
class Asked(Event, source="a"):
    """Somebody asked."""


@dataclass(frozen=True, kw_only=True)
class Answered(Event, source="b"):
    """Somebody answered."""


def card(name, **more):
    return Card(name=name, type_token="", capability="", context="", team="", owns=(), **more)


def test_the_platform_may_be_deployed():
    assert problems(CARDS) == []
    assert warnings(CARDS) == []


def test_the_platform_has_the_services_and_events_of_its_story():
    assert [card.name for card in CARDS] == [
        "analytics",
        "catalog",
        "inventory",
        "notifications",
        "orders",
        "payments",
        "reports",
        "shipping",
    ]
    assert {event.detail_type for event in EVENTS} == {
        "OrderPlaced",
        "OrderConfirmed",
        "OrderCancelled",
        "ReservationRequested",
        "ReleaseRequested",
        "PaymentRequested",
        "RefundRequested",
        "ShipmentRequested",
        "ShipmentCancellationRequested",
        "InventoryReserved",
        "InventoryFailed",
        "InventoryReleased",
        "PaymentCompleted",
        "PaymentFailed",
        "PaymentRefunded",
        "ShipmentBooked",
        "ShipmentFailed",
        "ShipmentCancelled",
        "ParcelDelivered",
        "OrderFulfilled",
    }


def calling(*chain):
    return [card(name, calls=tuple(chain[n + 1 : n + 2])) for n, name in enumerate(chain)]


A, B = card("a", publishes=(Asked,)), card("b", publishes=(Answered,))

REFUSED = {
    "nobody announces what is listened to": (
        [card("b", subscribes={Asked: ()})],
        "b listens to Asked, which nobody announces; its source is a",
    ),
    "two announce the same": (
        [A, card("c", publishes=(Asked,))],
        "Asked is announced by a, c; one must own it",
    ),
    "a stranger announces": (
        [card("c", publishes=(Asked,))],
        "Asked has source a, but c announces it",
    ),
    "a reaction is not on the card": (
        [A, card("b", subscribes={Asked: (Answered,)})],
        "b follows Asked with Answered, which its card does not announce",
    ),
    "an outbox holds what is not announced": (
        [card("a", outbox=(Asked,))],
        "a has Asked in its outbox, but does not announce it",
    ),
    "an event brings about itself": (
        [
            card("a", publishes=(Asked,), subscribes={Answered: (Asked,)}),
            card("b", publishes=(Answered,), subscribes={Asked: (Answered,)}),
        ],
        "Answered -> Asked -> Answered: this event brings about itself, by way of a, b",
    ),
    "an event is its own echo": (
        [card("a", publishes=(Asked,), subscribes={Asked: (Asked,)})],
        "Asked -> Asked: this event brings about itself, by way of a",
    ),
    "somebody calls nobody": ([card("a", calls=("ghost",))], "a calls ghost, which has no card"),
    "services wait for each other": (
        [card("a", calls=("b",)), card("b", calls=("a",))],
        "a -> b -> a: services that wait for each other",
    ),
    "three calls in a row": (
        calling("a", "b", "c", "d"),
        "a -> b -> c -> d: 3 synchronous calls in a row",
    ),
    "two of one name": ([card("a"), card("a")], "a: 2 cards have this name"),
}


@pytest.mark.parametrize(("cards", "problem"), REFUSED.values(), ids=REFUSED)
def test_refused(cards, problem):
    assert problems(cards) == [problem]


ALLOWED = {
    "an answer to a question": [
        A,
        card("b", publishes=(Answered,), subscribes={Asked: (Answered,)}),
    ],
    "two who listen to each other but do not react": [
        card("a", publishes=(Asked,), subscribes={Answered: ()}),
        card("b", publishes=(Answered,), subscribes={Asked: ()}),
    ],
    "one call": calling("a", "b"),
}


@pytest.mark.parametrize("cards", ALLOWED.values(), ids=ALLOWED)
def test_allowed(cards):
    assert problems(cards) == []
    assert warnings(cards) == []


def test_two_calls_in_a_row_are_warned_of():
    assert problems(calling("a", "b", "c")) == []
    assert warnings(calling("a", "b", "c")) == ["a -> b -> c: 2 synchronous calls in a row"]
