"""Sends a message to all connections, and deletes the rows of those that are gone."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["CONNECTIONS_TABLE"])
sockets = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["CONNECTIONS_URL"])


def handle(event, context):
    for row in table.scan()["Items"]:
        try:
            sockets.post_to_connection(ConnectionId=row["connectionId"], Data=event["body"])
        except sockets.exceptions.GoneException:
            table.delete_item(Key={"connectionId": row["connectionId"]})
    return {"statusCode": 200}
