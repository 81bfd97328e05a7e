"""Stores each row of a small CSV file; a file that comes twice gives the same rows."""

import csv
import json
import os
from urllib.parse import unquote_plus

import boto3

s3, table = boto3.client("s3"), boto3.resource("dynamodb").Table(os.environ["ROWS"])


def handle(event, context):
    for message in event["Records"]:
        # S3 sends a test event, without records, when it is configured.
        for record in json.loads(message["body"]).get("Records", []):
            stored = record["s3"]
            load(stored["bucket"]["name"], unquote_plus(stored["object"]["key"]))


def load(bucket, key):
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        table.put_item(Item={"key": key, "line": str(line), **row})
