"""Counts the words of each text in a batch of messages; a text without words fails alone."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["COUNTS_TABLE"])


def handle(event, context):
    """Answer with the messages that failed (partial batch response)."""
    failed = [record["messageId"] for record in event["Records"] if not count(record["body"])]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def count(text):
    """Put the count of one text in the table; False if there is nothing to count."""
    words = len(text.split())
    if words:
        table.put_item(Item={"text": text, "words": words})
    return words > 0
