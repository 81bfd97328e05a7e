"""Cleans records on their way: one answer for each, under its id."""

import base64
import json


def handle(event, context):
    return {"records": [cleaned(record) for record in event["records"]]}


def cleaned(record):
    """A heartbeat is dropped; what is no reading is marked, and Firehose keeps it apart."""
    answer = {"recordId": record["recordId"], "data": record["data"]}
    try:
        reading = json.loads(base64.b64decode(record["data"]))
        if reading.get("kind") == "heartbeat":
            return {**answer, "result": "Dropped"}
        row = {
            "sensor": str(reading["sensor"]),
            "celsius": float(reading["celsius"]),
            "measured_at": str(reading["at"]),
        }
    except (AttributeError, KeyError, TypeError, ValueError):
        return {**answer, "result": "ProcessingFailed"}
    data = base64.b64encode(json.dumps(row).encode() + b"\n").decode()
    return {**answer, "result": "Ok", "data": data}
