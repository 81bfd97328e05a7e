"""Writes the first line of each uploaded text to ``summaries/``."""

import json
import os
from urllib.parse import unquote_plus

import boto3

s3, bucket = boto3.client("s3"), os.environ["BUCKET"]


def handle(event, context):
    for record in event["Records"]:
        notification = json.loads(json.loads(record["body"])["Message"])
        for each in notification.get("Records", []):
            summarize(unquote_plus(each["s3"]["object"]["key"]))


def summarize(key):
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    first = text.partition("\n")[0]
    s3.put_object(Bucket=bucket, Key=key.replace("uploads/", "summaries/", 1), Body=first.encode())
