"""The two subscribers; each reads messages of SNS from its own queue."""

import json


def mail(event, context):
    for order in orders(event):
        print(f"mail for order {order['id']}")


def audit(event, context):
    for order in orders(event):
        print(f"audit of order {order['id']}")


def orders(event):
    return [json.loads(json.loads(record["body"])["Message"]) for record in event["Records"]]
