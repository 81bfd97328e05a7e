"""Counts the clicks of the stream, each once, at its own pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.analytics import ItemClicked
from contracts.envelope import unwrap
from runtime.observability import count
from runtime.streams.kinesis import records_consumer
from runtime.streams.received import Received
from services.analytics.app import store


def click_of(record: Any) -> ItemClicked:
    """The click of a record; the event source mapping lets no other kind through."""
    return unwrap(ItemClicked, record)[0]


@records_consumer(click_of)
def handle(clicks: Sequence[Received[ItemClicked]]) -> None:
    store.count_clicks(clicks)
    count("ClicksCounted", len(clicks))
