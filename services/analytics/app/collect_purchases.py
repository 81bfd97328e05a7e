"""Keeps confirmed orders in the raw zone of the data lake, as they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runtime.environment import environment
from runtime.lake import raw
from runtime.lake.collector import collector
from runtime.observability import count
from services.analytics.app.lake import INCOMING

RAW_BUCKET = environment("RAW_BUCKET")


@collector
def handle(envelopes: Sequence[Any]) -> None:
    raw.store(RAW_BUCKET, INCOMING, envelopes)
    count("PurchasesCollected", len(envelopes))
