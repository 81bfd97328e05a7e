"""Books a shipment for each order placed."""

import json


def handle(event, context):
    for record in event["Records"]:
        placed = json.loads(record["body"])
        print(f"shipment booked for order {placed['detail']['orderId']}")
