"""What each branch does with an order: it stores that it has seen it."""

import base64
import json
import os

import boto3


def keep(event, context):
    table = boto3.resource("dynamodb").Table(os.environ["SEEN_TABLE"])
    for order in map(order_in, event["Records"]):
        table.put_item(Item={"branch": os.environ["BRANCH"], "orderId": order["orderId"]})


def relay(event, context):
    """Put orders on the bus: SNS itself delivers to no bus and to no stream."""
    entry = {"Source": "orders", "DetailType": "OrderPlaced", "EventBusName": os.environ["BUS"]}
    entries = [{**entry, "Detail": json.dumps(order_in(each))} for each in event["Records"]]
    if boto3.client("events").put_events(Entries=entries)["FailedEntryCount"]:
        raise RuntimeError("the bus did not take every order")


def order_in(record):
    """The order in a record of Kinesis, of SNS, or of a queue that SNS delivers to."""
    if "kinesis" in record:
        return json.loads(base64.b64decode(record["kinesis"]["data"]))
    return json.loads((record.get("Sns") or json.loads(record["body"]))["Message"])
