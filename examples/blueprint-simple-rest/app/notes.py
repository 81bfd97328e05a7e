"""Creates and lists the notes of the caller, whose id is the key of the table."""

import json
import os
import uuid

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["NOTES_TABLE"])


def create(event, context):
    note = {"user": user(event), "id": str(uuid.uuid4()), "text": json.loads(event["body"])["text"]}
    table.put_item(Item=note)
    return response(201, note)


def list(event, context):  # noqa: A001
    found = table.query(KeyConditionExpression=Key("user").eq(user(event)), Limit=100)
    return response(200, found["Items"])


def user(event):
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def response(status, body):
    return {"statusCode": status, "body": json.dumps(body)}
