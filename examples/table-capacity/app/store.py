"""Stores the reading of a meter in an hour."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["READINGS"])


def handle(event, context):
    table.put_item(Item={name: event[name] for name in ("meterId", "hour", "kilowattHours")})
    return {"stored": event["meterId"]}
