"""Service A: writes entities, and publishes each change of its table as an event."""

import json
import os

import boto3

NAMES = {"INSERT": "EntityCreated", "MODIFY": "EntityChanged", "REMOVE": "EntityRemoved"}


def write(event, context):
    """Store the entity of the body, or delete it if the body says so."""
    entity = json.loads(event["body"])
    table = boto3.resource("dynamodb").Table(os.environ["ENTITIES_TABLE"])
    if entity.get("deleted"):
        table.delete_item(Key={"id": entity["id"]})
    else:
        table.put_item(Item=entity)
    return {"statusCode": 202, "body": json.dumps({"id": entity["id"]})}


def publish(event, context):
    """From the table's stream, so that no change is without its event, and no event without."""
    for record in event["Records"]:
        detail = {"id": record["dynamodb"]["Keys"]["id"]["S"]}
        put("service.a", NAMES[record["eventName"]], detail)


def put(source, name, detail):
    entry = {"Source": source, "DetailType": name, "Detail": json.dumps(detail)}
    put_events = boto3.client("events").put_events
    if put_events(Entries=[{**entry, "EventBusName": os.environ["BUS"]}])["FailedEntryCount"]:
        raise RuntimeError(f"the bus did not take {name}")
