"""Describes one object of a job; S3 tries a temporary failure again."""

import os
from urllib.parse import unquote_plus

import boto3
from botocore.exceptions import ClientError

s3, table = boto3.client("s3"), boto3.resource("dynamodb").Table(os.environ["KNOWN"])


def handle(event, context):
    task = event.pop("tasks")[0]
    key = unquote_plus(task["s3Key"])
    try:
        size = s3.head_object(Bucket=task["s3Bucket"], Key=key)["ContentLength"]
        table.put_item(Item={"key": key, "size": size})
        code, said = "Succeeded", f"{size} bytes"
    except ClientError as error:
        gone = error.response["Error"]["Code"] in ("403", "404")
        code, said = "PermanentFailure" if gone else "TemporaryFailure", str(error)
    result = {"taskId": task["taskId"], "resultCode": code, "resultString": said}
    return {**event, "treatMissingKeysAs": "PermanentFailure", "results": [result]}
