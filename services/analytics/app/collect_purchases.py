"""Puts confirmed orders into the stream of analytics, as they came from the bus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.orders import OrderConfirmed
from runtime.lake.collector import collector
from runtime.observability import count
from services.analytics.app.records import recorded
from services.analytics.app.stream import put_records


@collector
def handle(envelopes: Sequence[Any]) -> None:
    put_records([recorded(envelope, OrderConfirmed) for envelope in envelopes])
    count("PurchasesCollected", len(envelopes))
