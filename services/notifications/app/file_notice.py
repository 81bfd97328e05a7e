"""Keeps what the topic says, so that customers can read it; one row an order."""

from __future__ import annotations

from contracts.notifications import Notice
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.notifications.app import store
from services.notifications.app.domain import row


@message_consumer(Notice)
def handle(received: ReceivedMessage[Notice]) -> None:
    if store.file(row(received.message)):
        count("NoticesFiled")
