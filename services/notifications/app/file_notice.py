"""Keeps what the topic says, so that customers can read it; one row an order."""

from __future__ import annotations

from services.contracts.notifications import Notice
from services.notifications.app import store
from services.notifications.app.domain import row
from services.runtime.batches import Received, consumes
from services.runtime.observability import count


@consumes(Notice)
def handle(received: Received[Notice]) -> None:
    if store.file(row(received.message)):
        count("NoticesFiled")
