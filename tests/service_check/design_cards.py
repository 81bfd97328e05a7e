"""Design by the cards: services that are too many, wait too often, or leave work half done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.blueprints.patterns import MICROSERVICES
from contracts import commands
from microservice.card import Card
from tests.service_check.missing import Missing

# An operation with more synchronous calls is as slow as all of them together.
MAXIMUM_CALLS = 2
# So many parts of a program with fewer business functions than microservices are worth their cost
# for are four too many.
PARTS = 5
DESIGN = "design"


def of_cards(card: Card, cards: Sequence[Card]) -> Iterator[Missing]:
    """What the cards show of one service; what may not be deployed at all, as services that wait
    for each other in a circle or three deep, is in ``microservice.card_check``.
    """
    yield from shared_context(card, cards)
    yield from over_split(card, cards)
    yield from many_calls(card)
    yield from without_compensation(card)
    yield from small_program(card, cards)


def shared_context(card: Card, cards: Sequence[Card]) -> Iterator[Missing]:
    """Two services with one bounded context change together."""
    for other in cards:
        if other.name != card.name and other.context == card.context:
            what = f"it shares the context {card.context} with {other.name}"
            yield Missing(DESIGN, what, "make one service of both, or give it a context of its own")


def over_split(card: Card, cards: Sequence[Card]) -> Iterator[Missing]:
    """A service with one table that only one other service calls is a table of that one."""
    callers = [other.name for other in cards if card.name in other.calls]
    alone = not card.publishes and not card.subscribes
    if alone and len(card.owns) == 1 and len(callers) == 1:
        what = f"it is one table, and only {callers[0]} calls it"
        yield Missing(DESIGN, what, f"make it a part of {callers[0]}")


def many_calls(card: Card) -> Iterator[Missing]:
    """The latency of calls adds up, and so do their failures; not in a GraphQL API, of which each
    field is answered by one call, beside the others.
    """
    if len(card.calls) > MAXIMUM_CALLS and not card.fields:
        what = f"it calls and waits for {len(card.calls)} services: {', '.join(card.calls)}"
        yield Missing(DESIGN, what, "subscribe to their events and keep a copy of what is needed")


def without_compensation(card: Card) -> Iterator[Missing]:
    """A step that another service does has one that undoes it."""
    known = {*card.compensations, *card.compensations.values()}
    for event in card.publishes:
        if event.__module__ == commands.__name__ and event not in known:
            yield Missing(
                DESIGN,
                f"nothing undoes what {event.__name__} asks another service for",
                f"add the command that does to compensations in services/{card.name}/__init__.py",
            )


def small_program(card: Card, cards: Sequence[Card]) -> Iterator[Missing]:
    """A few business functions in many services have all of their costs and none of their use; it
    is said once, of the first.
    """
    functions = sum(
        len(each.routes) + len(each.messages) + len(each.fields) + len(each.subscribes)
        for each in cards
    )
    few = functions < MICROSERVICES.business_functions and len(cards) >= PARTS
    if few and card.name == min(each.name for each in cards):
        what = f"{len(cards)} services have {functions} business functions together"
        yield Missing(
            DESIGN, what, "make one service of them, in modules that can be divided later"
        )
