"""Keeps the highest temperature of each device; those of 30 degrees and less do not arrive."""

import base64
import json
import os

import boto3

dynamodb = boto3.client("dynamodb")


def handle(event, context):
    for record in event["Records"]:
        try:
            keep(json.loads(base64.b64decode(record["kinesis"]["data"])))
        except dynamodb.exceptions.ConditionalCheckFailedException:
            pass  # There is a higher one.
        except Exception:
            return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
    return {"batchItemFailures": []}


def keep(reading):
    dynamodb.update_item(
        TableName=os.environ["EXTREMES_TABLE"],
        Key={"clientId": {"S": reading["clientId"]}},
        UpdateExpression="SET celsius = :celsius",
        ConditionExpression="attribute_not_exists(celsius) OR celsius < :celsius",
        ExpressionAttributeValues={":celsius": {"N": str(reading["celsius"])}},
    )
