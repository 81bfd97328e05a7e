"""Orders: stores an order, and publishes it from the stream of its table."""

import json
import os

import boto3


def place(event, context):
    order = json.loads(event["body"])
    table = boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])
    table.put_item(Item={"id": order["id"], "item": order["item"]})
    return {"statusCode": 202, "body": json.dumps({"id": order["id"]})}


def publish(event, context):
    for record in event["Records"]:
        if record["eventName"] == "INSERT":
            row = record["dynamodb"]["NewImage"]
            detail = json.dumps({"id": row["id"]["S"], "item": row["item"]["S"]})
            entry = {"Source": "orders", "DetailType": "OrderPlaced", "Detail": detail}
            put = boto3.client("events").put_events
            if put(Entries=[{**entry, "EventBusName": os.environ["BUS"]}])["FailedEntryCount"]:
                raise RuntimeError("the bus did not take the order")
