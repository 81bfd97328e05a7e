"""Confirmed orders put straight on a stage's bus, as many as a test wants."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from cli.shop.client import Shop
from contracts.envelope import now, wrap
from contracts.event import Event
from contracts.orders import OrderConfirmed

AT_ONCE = 10


def confirmed(day: date, units: int, cents: int = 1000) -> OrderConfirmed:
    """The confirmation of an order that was never placed."""
    return OrderConfirmed(
        order_id=str(uuid.uuid4()),
        user_id=f"user-{uuid.uuid4().hex[:8]}",
        placed_at=now(),
        ordered_on=day,
        units=units,
        total_cents=cents,
    )


def publish(shop: Shop, events: Iterable[Event]) -> None:
    """Put events on the bus, as the service does that they are of."""
    bus, rest = shop.parameter("platform", "bus-name"), iter(events)
    while some := list(islice(rest, AT_ONCE)):
        answer = shop.client("events").put_events(Entries=list(_entries(bus, some)))
        assert answer["FailedEntryCount"] == 0, answer


def _entries(bus: str, events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    for event in events:
        yield {
            "EventBusName": bus,
            "Source": event.source,
            "DetailType": event.detail_type,
            "Detail": json.dumps(wrap(event, str(uuid.uuid4()))),
        }
