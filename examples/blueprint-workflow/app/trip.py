"""The steps of a trip, what undoes them, and its end, which is stored and published."""

import json
import os

import boto3


def book(event, context):
    return {"flight": f"flight to {event['to']}"}


def cancel(event, context):
    print(f"cancelled the flight to {event['to']}")


def reserve(event, context):
    if event["to"] == "nowhere":
        raise RuntimeError("no room")
    return {"hotel": f"hotel in {event['to']}"}


def free(event, context):
    print(f"cancelled the hotel in {event['to']}")


def confirm(event, context):
    end(event, "TripBooked")


def apologise(event, context):
    end(event, "TripRefused")


def end(event, name):
    table = boto3.resource("dynamodb").Table(os.environ["TRIPS_TABLE"])
    table.put_item(Item={"id": event["id"], "to": event["to"], "status": name})
    detail = json.dumps({"id": event["id"]})
    entry = {"Source": "trips", "DetailType": name, "Detail": detail}
    boto3.client("events").put_events(Entries=[{**entry, "EventBusName": os.environ["BUS"]}])
