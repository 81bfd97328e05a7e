"""Publishes the end of an order, a welcome to a new user and a change of a profile, once each, to
the SNS topic to which every channel subscribes.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from contracts.envelope import wrap
from contracts.notifications import Notice
from contracts.orders import OrderCancelled, OrderConfirmed
from contracts.users import UserRegistered, UserUpdated
from runtime.clients.aws import client
from runtime.dynamodb.idempotency import run_once
from runtime.environment import environment
from runtime.observability import count, current_correlation_id
from runtime.sqs.messages import ReceivedMessage, message_consumer
from services.notifications.app.domain import change_of, notice_of, welcome_of

NOTICES_TOPIC = environment("NOTICES_TOPIC")


Noticed: TypeAlias = OrderConfirmed | OrderCancelled | UserRegistered | UserUpdated


@message_consumer(OrderConfirmed, OrderCancelled, UserRegistered, UserUpdated)
def handle(received: ReceivedMessage[Noticed]) -> None:
    event = received.message
    if isinstance(event, UserUpdated):
        kind, key = "change", received.metadata.event_id
        notice = change_of(event, received.metadata.occurred_at)
    elif isinstance(event, UserRegistered):
        # A user registers once, so that the user's id is the key, as that of an order below.
        kind, key = "welcome", event.user_id
        notice = welcome_of(event, received.metadata.occurred_at)
    else:
        kind, key, notice = "notice", event.order_id, notice_of(event)
    run_once(kind, key, lambda: _publish(notice), received.context)


def _publish(notice: Notice) -> dict[str, Any]:
    published = client("sns").publish(
        TopicArn=NOTICES_TOPIC,
        Message=json.dumps(wrap(notice, current_correlation_id()), separators=(",", ":")),
        MessageAttributes={"event-type": {"DataType": "String", "StringValue": notice.kind}},
    )
    count("CustomersNotified")
    return {"messageId": published["MessageId"]}
