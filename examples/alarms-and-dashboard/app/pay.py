"""Takes payments; a negative amount raises, which the error alarm counts."""

import json


def handle(event, context):
    for record in event["Records"]:
        amount = json.loads(record["body"])["amount"]
        if amount < 0:
            raise ValueError(f"amount must be 0 or more, got {amount}")
        print(f"paid {amount}")
