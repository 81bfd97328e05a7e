"""The two subscribers; each reads messages of SNS from its own queue."""

import json


def mail(event, context):
    for order in orders(event):
        print(f"mail for order {order['id']}")


def audit(event, context):
    for order in orders(event):
        print(f"audit of order {order['id']} over {order['total']}")


def orders(event):
    """The messages of a batch: SNS's envelope is the body of SQS's message."""
    return [json.loads(json.loads(record["body"])["Message"]) for record in event["Records"]]
