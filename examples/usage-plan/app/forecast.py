"""Answers the forecast of a city."""

import json


def read(event, context):
    city = event["pathParameters"]["city"]
    return {"statusCode": 200, "body": json.dumps({"city": city, "celsius": 7 + len(city)})}
