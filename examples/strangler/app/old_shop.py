"""The old shop, as far as this example needs it: it answers every path."""

import json


def handle(event, context):
    answer = {"from": "the old shop", "path": event["rawPath"]}
    return {"statusCode": 200, "body": json.dumps(answer)}
