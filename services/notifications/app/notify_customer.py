"""Publishes the end of an order to the SNS topic to which every channel subscribes."""

from __future__ import annotations

import json

from contracts.envelope import wrap
from contracts.orders import OrderCancelled, OrderConfirmed
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.notifications.app.domain import notice_of

NOTICES_TOPIC = environment("NOTICES_TOPIC")


@message_consumer(OrderConfirmed, OrderCancelled)
def handle(received: ReceivedMessage[OrderConfirmed | OrderCancelled]) -> None:
    notice = notice_of(received.message)
    client("sns").publish(
        TopicArn=NOTICES_TOPIC,
        Message=json.dumps(wrap(notice, current_correlation_id()), separators=(",", ":")),
        MessageAttributes={"event-type": {"DataType": "String", "StringValue": notice.kind}},
    )
    count("CustomersNotified")
