"""``POST /orders``: publishes an order with the attribute event-type, and answers at once."""

import json
import os
from datetime import UTC, datetime

import boto3


def handle(event, context):
    order = {key: json.loads(event["body"])[key] for key in ("orderId", "user", "items")}
    message = json.dumps({**order, "timestamp": datetime.now(UTC).isoformat()})
    kind = {"event-type": {"DataType": "String", "StringValue": "order-created"}}
    topic, answer = os.environ["NOTIFICATION_TOPIC_ARN"], {"orderId": order["orderId"]}
    try:
        boto3.client("sns").publish(TopicArn=topic, Message=message, MessageAttributes=kind)
    except Exception as error:
        print(f"order {order['orderId']} is not published: {error!r}")
        return response(500, {"message": "the order could not be published"})
    return response(202, {"message": "the order is being processed", **answer})


def response(status, body):
    return {"statusCode": status, "body": json.dumps(body)}
