"""The consumer: sends the mail of each job, in batches; a job that fails comes back alone."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SENT_TABLE"])


def send(event, context):
    failed = [record["messageId"] for record in event["Records"] if not done(record["body"])]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def done(body):
    """Store to whom a mail went: a job that comes twice gives the same item."""
    to = json.loads(body)["to"]
    if "@" in to:
        table.put_item(Item={"to": to, "subject": "you are invited"})
    return "@" in to
