"""The catalog after its move: an item of the new table."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ITEMS_TABLE"])


def handle(event, context):
    item = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    if item is None:
        return {"statusCode": 404, "body": json.dumps({"from": "the new catalog"})}
    answer = {"from": "the new catalog", "id": item["id"], "name": item["name"]}
    return {"statusCode": 200, "body": json.dumps(answer)}
