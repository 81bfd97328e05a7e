"""Cards: every service of the platform, in the order in which an order passes through them."""

from __future__ import annotations

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

EVENTS = tuple(event for card in CARDS for event in card.publishes)
