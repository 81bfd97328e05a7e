"""One run of the job; its message says for when it was scheduled."""

import json


def handle(event, context):
    for record in event["Records"]:
        run = json.loads(record["body"])
        print(f"cleanup of {run}")
