"""Stock: counts what is ordered of each item."""

import json
import os

import boto3


def reserve(event, context):
    table = boto3.resource("dynamodb").Table(os.environ["STOCK_TABLE"])
    for record in event["Records"]:
        order = json.loads(record["body"])["detail"]
        count = {":one": 1}
        table.update_item(
            Key={"item": order["item"]},
            UpdateExpression="ADD reserved :one",
            ExpressionAttributeValues=count,
        )
