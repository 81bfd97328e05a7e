"""Logs the clicks that are orders; others do not arrive."""

import base64
import json


def handle(event, context):
    for record in event["Records"]:
        click = json.loads(base64.b64decode(record["kinesis"]["data"]))
        print(f"ordered by {click['visitor']}")
    return {"batchItemFailures": []}
