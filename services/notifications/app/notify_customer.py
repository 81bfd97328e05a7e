"""Hands the end of an order to the topic, from which every channel takes its own copy."""

from __future__ import annotations

import json

from contracts.envelope import seal
from contracts.orders import OrderCancelled, OrderConfirmed
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import correlation, count
from runtime.sqs.consumer import Received, consumes
from services.notifications.app.domain import notice_of

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
