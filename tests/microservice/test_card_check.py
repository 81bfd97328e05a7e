"""Tests of what may not be deployed together."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.event import Event
from microservice.card import Card
from microservice.card_check import problems, warnings
from program.cards import CARDS, EVENTS


@dataclass(frozen=True, kw_only=True)
class Asked(Event, source="a"):
    """A question was asked."""


@dataclass(frozen=True, kw_only=True)
class Answered(Event, source="b"):
    """A question was answered."""


def card(name, **more):
    return Card(name=name, type_token="", capability="", context="", team="", owns=(), **more)


def test_the_platform_may_be_deployed():
    assert problems(CARDS) == []
    # Deliberate: prices are the catalog's when an order is placed, by whichever API.
    assert warnings(CARDS) == ["storefront -> orders -> catalog: 2 synchronous calls in a row"]


def test_the_platform_has_these_services_and_events():
    assert {card.name for card in CARDS} >= {
        "analytics",
        "catalog",
        "inventory",
        "notifications",
        "orders",
        "payments",
        "reports",
        "shipping",
    }
    assert {event.detail_type for event in EVENTS} >= {
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
    "no service publishes what is subscribed to": (
        [card("b", subscribes={Asked: ()})],
        "b subscribes to Asked, which no service publishes; its source is a",
    ),
    "two publish the same event": (
        [A, card("c", publishes=(Asked,))],
        "Asked is published by a, c; one must own it",
    ),
    "another than its source publishes an event": (
        [card("c", publishes=(Asked,))],
        "Asked has source a, but c publishes it",
    ),
    "what follows an event is not under publishes": (
        [A, card("b", subscribes={Asked: (Answered,)})],
        "b publishes Answered after Asked, but its card does not list it under publishes",
    ),
    "what is in the outbox is not under publishes": (
        [card("a", outbox=(Asked,))],
        "a has Asked in its outbox, but not under publishes",
    ),
    "an event cycle of two services": (
        [
            card("a", publishes=(Asked,), subscribes={Answered: (Asked,)}),
            card("b", publishes=(Answered,), subscribes={Asked: (Answered,)}),
        ],
        "Answered -> Asked -> Answered: an event cycle, by way of a, b",
    ),
    "an event cycle of one service": (
        [card("a", publishes=(Asked,), subscribes={Asked: (Asked,)})],
        "Asked -> Asked: an event cycle, by way of a",
    ),
    "a call to a service without a card": (
        [card("a", calls=("ghost",))],
        "a calls ghost, which has no card",
    ),
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
def test_services_that_do_not_fit_are_refused(cards, problem):
    assert problems(cards) == [problem]


ALLOWED = {
    "an event that follows another": [
        A,
        card("b", publishes=(Answered,), subscribes={Asked: (Answered,)}),
    ],
    "two that subscribe to each other and publish nothing in turn": [
        card("a", publishes=(Asked,), subscribes={Answered: ()}),
        card("b", publishes=(Answered,), subscribes={Asked: ()}),
    ],
    "one call": calling("a", "b"),
}


@pytest.mark.parametrize("cards", ALLOWED.values(), ids=ALLOWED)
def test_services_that_fit_are_allowed(cards):
    assert problems(cards) == []
    assert warnings(cards) == []


def test_two_synchronous_calls_in_a_row_give_a_warning():
    assert problems(calling("a", "b", "c")) == []
    assert warnings(calling("a", "b", "c")) == ["a -> b -> c: 2 synchronous calls in a row"]
