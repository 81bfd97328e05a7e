"""Cards: the card of every service, and every event that some service publishes."""

from __future__ import annotations

from importlib import import_module

from microservice.card import Card
from settings import SERVICES


def card_of(service: str) -> Card:
    """The ``CARD`` in ``services/<service>/__init__.py``."""
    card: Card = import_module(f"services.{service}").CARD
    return card


CARDS = tuple(card_of(service) for service in SERVICES)
EVENTS = tuple(event for card in CARDS for event in card.publishes)
