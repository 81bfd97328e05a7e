"""Keeps the best score of a client, and sends it to that client."""

import json
import os

import boto3

dynamodb = boto3.client("dynamodb")
iot = boto3.client("iot-data")


def handle(event, context):
    client, score = event["clientId"], event["score"]
    where = {"TableName": os.environ["SCORES_TABLE"], "Key": {"clientId": {"S": client}}}
    try:
        dynamodb.update_item(
            **where,
            UpdateExpression="SET best = :score",
            ConditionExpression="attribute_not_exists(best) OR best < :score",
            ExpressionAttributeValues={":score": {"N": str(score)}},
        )
        best = score
    except dynamodb.exceptions.ConditionalCheckFailedException:
        best = int(dynamodb.get_item(**where)["Item"]["best"]["N"])
    topic = f"{os.environ['TOPIC_PREFIX']}/to/{client}"
    iot.publish(topic=topic, qos=1, payload=json.dumps({"best": best}))
