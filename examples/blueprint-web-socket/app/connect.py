"""Stores a connection, for the two hours that it can last."""

import os
import time

import boto3

table = boto3.resource("dynamodb").Table(os.environ["CONNECTIONS_TABLE"])


def handle(event, context):
    connection = event["requestContext"]["connectionId"]
    table.put_item(Item={"connectionId": connection, "expiresAt": int(time.time()) + 7200})
    return {"statusCode": 200}
