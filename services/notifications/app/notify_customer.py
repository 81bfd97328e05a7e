"""Hands the end of an order to the topic, from which every channel takes its own copy."""

from __future__ import annotations

import json

from services.contracts.envelope import seal
from services.contracts.orders import OrderCancelled, OrderConfirmed
from services.notifications.app.domain import notice_of
from services.runtime.batches import Received, consumes
from services.runtime.clients import client
from services.runtime.environment import environment
from services.runtime.observability import correlation, count

NOTICES_TOPIC = environment("NOTICES_TOPIC")


@consumes(OrderConfirmed, OrderCancelled)
def handle(received: Received[OrderConfirmed | OrderCancelled]) -> None:
    notice = notice_of(received.message)
    client("sns").publish(
        TopicArn=NOTICES_TOPIC,
        Message=json.dumps(seal(notice, correlation()), separators=(",", ":")),
        MessageAttributes={"event-type": {"DataType": "String", "StringValue": notice.kind}},
    )
    count("CustomersNotified")
