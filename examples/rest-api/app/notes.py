"""Creates and reads notes."""

import json
import os
import uuid

import boto3

table = boto3.resource("dynamodb").Table(os.environ["NOTES_TABLE"])


def create(event, context):
    note = {"id": str(uuid.uuid4()), "text": json.loads(event["body"])["text"]}
    table.put_item(Item=note)
    return response(201, note)


def read(event, context):
    note = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    return response(200, note) if note else response(404, {"message": "no such note"})


def response(status, body):
    return {"statusCode": status, "body": json.dumps(body)}
