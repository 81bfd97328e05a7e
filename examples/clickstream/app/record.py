"""Puts a click into the stream; those of one visitor stay in order."""

import json
import os

import boto3

kinesis = boto3.client("kinesis")


def handle(event, context):
    try:
        click = json.loads(event["body"])
        key = click["visitor"]
    except (KeyError, TypeError, ValueError):
        return {"statusCode": 400, "body": json.dumps({"error": "a click has a visitor"})}
    data = json.dumps({"visitor": str(key), "action": str(click.get("action"))}).encode()
    kinesis.put_record(StreamName=os.environ["STREAM"], Data=data, PartitionKey=str(key)[:256])
    return {"statusCode": 202, "body": json.dumps({"accepted": 1})}
