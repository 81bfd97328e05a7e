"""Service C: has a rule of its own for the same event; it puts into a queue what it has seen."""

import json
import os

import boto3


def created(event, context):
    for record in event["Records"]:
        seen = {"what": "seen by C", "id": json.loads(record["body"])["detail"]["id"]}
        queue = os.environ["SEEN_QUEUE"]
        boto3.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(seen))
