"""Visits: counts each request in a table."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["VISITS_TABLE"])


def handle(event, context):
    changed = table.update_item(
        Key={"page": "home"},
        UpdateExpression="ADD visits :one",
        ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return {"statusCode": 200, "body": json.dumps({"visits": int(changed["Attributes"]["visits"])})}
