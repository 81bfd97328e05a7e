"""Greets whom the path names."""

import json


def handle(event, context):
    greeting = f"Hello, {event['pathParameters']['name']}"
    return {"statusCode": 200, "body": json.dumps({"greeting": greeting})}
