"""Keeps what the topic says, so that customers can read it; one row an order."""

from __future__ import annotations

from contracts.notifications import Notice
from runtime.observability import count
from runtime.sqs.consumer import Received, consumes
from services.notifications.app import store
from services.notifications.app.domain import row


@consumes(Notice)
def handle(received: Received[Notice]) -> None:
    if store.file(row(received.message)):
        count("NoticesFiled")
