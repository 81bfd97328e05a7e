"""Three consumers; a record that fails is named, and Lambda goes on from it."""

import base64
import json
import os
from contextlib import suppress

import boto3

dynamodb, TABLE = boto3.client("dynamodb"), os.environ["TABLE"]
COUNT, SET, NEW = "ADD events :number", " SET checkpoint = :last", "NOT checkpoint >= :last"


def each(act):
    def handle(event, context):
        for record in event["Records"]:
            try:
                act(record["kinesis"])
            except Exception:
                failed = {"itemIdentifier": record["kinesis"]["sequenceNumber"]}
                return {"batchItemFailures": [failed]}
        return {"batchItemFailures": []}

    return handle


def machine(record):
    return {"S": json.loads(base64.b64decode(record["data"]))["machine"]}


def keep(record):
    item = {"machine": machine(record), "number": {"S": record["sequenceNumber"]}}
    dynamodb.put_item(TableName=TABLE, Item=item)


def count(record):
    """Add one to the machine's row, unless an invocation before has: its records are in order."""
    key = {"machine": machine(record)}
    values = {":number": {"N": "1"}, ":last": {"S": record["sequenceNumber"].zfill(128)}}
    add = {"UpdateExpression": COUNT + SET, "ExpressionAttributeValues": values}
    with suppress(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.update_item(TableName=TABLE, Key=key, ConditionExpression=NEW, **add)


analytics, alerting = each(count), each(keep)


def minutes(event, context):
    """Without windows, as on the local stage, each batch is a window of its own."""
    number = event.get("state", {}).get("events", 0) + len(event["Records"])
    if number and event.get("isFinalInvokeForWindow", True):
        key = {"minute": {"S": event.get("window", {}).get("start", "no window")}}
        values = {":number": {"N": str(number)}}
        add = {"UpdateExpression": COUNT, "ExpressionAttributeValues": values}
        dynamodb.update_item(TableName=TABLE, Key=key, **add)
    return {"state": {"events": number}, "batchItemFailures": []}
