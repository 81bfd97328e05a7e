"""Cards: every service of the platform, in the order in which an order passes through them."""

from __future__ import annotations

import pulumi

from services import (
    analytics,
    catalog,
    inventory,
    notifications,
    orders,
    payments,
    reports,
    shipping,
)
from services.card import problems
from services.contracts.schema import broken_promises

CARDS = (
    catalog.CARD,
    orders.CARD,
    inventory.CARD,
    payments.CARD,
    shipping.CARD,
    notifications.CARD,
    analytics.CARD,
    reports.CARD,
)

EVENTS = tuple(event for card in CARDS for event in card.announces)


class BrokenPromise(pulumi.RunError):
    """Services that would not understand each other; the message names each and what to do."""


def check() -> None:
    """Refuse to deploy services whose cards or events do not fit; raises ``BrokenPromise``."""
    wrong = [*problems(CARDS), *broken_promises(EVENTS)]
    if wrong:
        raise BrokenPromise("\n".join(wrong))
