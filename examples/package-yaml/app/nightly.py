"""Sends the nightly order to the queue."""

import json
import os

import boto3

queue = boto3.client("sqs")


def handle(event, context):
    """One order a run, by the time that the run was scheduled for."""
    for record in event["Records"]:
        order = {"orderId": json.loads(record["body"])["scheduledAt"]}
        queue.send_message(QueueUrl=os.environ["JOBS_QUEUE"], MessageBody=json.dumps(order))
    return {"batchItemFailures": []}
