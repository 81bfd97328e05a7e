"""Publishes the end of an order to the SNS topic to which every channel subscribes, once."""

from __future__ import annotations

import json
from typing import Any

from contracts.envelope import wrap
from contracts.notifications import Notice
from contracts.orders import OrderCancelled, OrderConfirmed
from runtime.clients.aws import client
from runtime.dynamodb.idempotency import run_once
from runtime.environment import environment
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.notifications.app.domain import notice_of

NOTICES_TOPIC = environment("NOTICES_TOPIC")


@message_consumer(OrderConfirmed, OrderCancelled)
def handle(received: ReceivedMessage[OrderConfirmed | OrderCancelled]) -> None:
    notice = notice_of(received.message)
    # An order ends once, so that its id is the key.
    run_once("notice", notice.order_id, lambda: _publish(notice), received.context)


def _publish(notice: Notice) -> dict[str, Any]:
    published = client("sns").publish(
        TopicArn=NOTICES_TOPIC,
        Message=json.dumps(wrap(notice, current_correlation_id()), separators=(",", ":")),
        MessageAttributes={"event-type": {"DataType": "String", "StringValue": notice.kind}},
    )
    count("CustomersNotified")
    return {"messageId": published["MessageId"]}
