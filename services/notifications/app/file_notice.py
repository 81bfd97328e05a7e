"""Stores the notifications of the topic, so that customers can read them; one for an order."""

from __future__ import annotations

from contracts.notifications import Notice
from runtime.observability import count
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.notifications.app import store
from services.notifications.app.domain import row_of


@message_consumer(Notice)
def handle(received: ReceivedMessage[Notice]) -> None:
    if store.insert(row_of(received.message)):
        count("NoticesFiled")
