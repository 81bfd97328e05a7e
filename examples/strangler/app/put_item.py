"""Stores an item in the new table."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ITEMS_TABLE"])


def handle(event, context):
    item = {"id": event["pathParameters"]["id"], "name": json.loads(event["body"])["name"]}
    table.put_item(Item=item)
    return {"statusCode": 200, "body": json.dumps(item)}
