"""Batches: what queues, topics, buckets, tables and streams send to a function."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from cli.events.contents import Contents

REGION = "us-east-1"
AT_SECONDS = 1_795_262_400
AT = "2026-11-21T12:00:00.000Z"


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:123456789012:{name}"


def queue(contents: Contents) -> dict[str, Any]:
    """A batch of one message of SQS, whose body is the data."""
    attributes = {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": str(AT_SECONDS * 1000),
        "SenderId": "AIDAEXAMPLE",
        "ApproximateFirstReceiveTimestamp": str(AT_SECONDS * 1000),
        # Of a FIFO queue only; a consumer of another ignores it.
        "MessageGroupId": "group-1",
    }
    record = {
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "receipt-1",
        "body": contents.data if isinstance(contents.data, str) else contents.text,
        "attributes": attributes,
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": arn("sqs", "sample-queue"),
        "awsRegion": REGION,
    }
    return {"Records": [record]}


def in_queue(body: Any) -> dict[str, Any]:
    """What another source has sent to a queue."""
    return queue(Contents(data=body))


def bus(contents: Contents) -> dict[str, Any]:
    """An event of EventBridge, as a rule without a transformation sends it to a function."""
    return {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": contents.detail_type,
        "source": contents.source,
        "account": "123456789012",
        "time": "2026-11-21T12:00:00Z",
        "region": REGION,
        "resources": [],
        "detail": contents.data,
    }


def topic(contents: Contents) -> dict[str, Any]:
    """A notification of SNS to a function."""
    return {
        "Records": [
            {
                "EventVersion": "1.0",
                "EventSource": "aws:sns",
                "EventSubscriptionArn": arn("sns", "sample-topic:6b0e71bd"),
                "Sns": _notification(contents),
            }
        ]
    }


def _notification(contents: Contents) -> dict[str, Any]:
    return {
        "Type": "Notification",
        "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
        "TopicArn": arn("sns", "sample-topic"),
        "Subject": None,
        "Message": contents.text,
        "Timestamp": AT,
        "MessageAttributes": {},
    }


def objects(contents: Contents) -> dict[str, Any]:
    """A notification of S3: an object was created; the data may name ``bucket``, ``key``, ``size``
    and ``versionId``.
    """
    given = contents.data if isinstance(contents.data, Mapping) else {}
    stored = {
        "key": given.get("key", "uploads/picture.png"),
        "size": given.get("size", 1024),
        "eTag": "d41d8cd98f00b204e9800998ecf8427e",
        "sequencer": "0A1B2C3D4E5F678901",
        **({"versionId": given["versionId"]} if "versionId" in given else {}),
    }
    name = given.get("bucket", "sample-bucket")
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": AT,
        "eventName": "ObjectCreated:Put",
        "responseElements": {"x-amz-request-id": "EXAMPLE123456789"},
        "s3": {"bucket": {"name": name, "arn": f"arn:aws:s3:::{name}"}, "object": stored},
    }
    return {"Records": [record]}


def table(contents: Contents) -> dict[str, Any]:
    """A record of a table's stream: an item, the data, was inserted."""
    item = attribute(contents.data)["M"] if isinstance(contents.data, Mapping) else {}
    change = {
        "ApproximateCreationDateTime": AT_SECONDS,
        "Keys": dict(list(item.items())[:1]),
        "NewImage": item,
        "SequenceNumber": "4421584500000000017450439091",
        "SizeBytes": len(contents.text),
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    record = {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "eventSourceARN": arn("dynamodb", f"table/sample/stream/{AT[:-1]}"),
        "dynamodb": change,
    }
    return {"Records": [record]}


def attribute(value: Any) -> dict[str, Any]:
    """A value as DynamoDB writes it: ``{"S": "text"}``."""
    if isinstance(value, Mapping):
        return {"M": {name: attribute(each) for name, each in value.items()}}
    if isinstance(value, list):
        return {"L": [attribute(each) for each in value]}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    return {"N": str(value)} if isinstance(value, (int, float)) else {"S": str(value)}


def stream(contents: Contents) -> dict[str, Any]:
    """A record of a Kinesis stream, whose data is JSON."""
    number = "49590338271490256608559692538361571095921575989136588898"
    kinesis = {
        "kinesisSchemaVersion": "1.0",
        "partitionKey": "first-item",
        "sequenceNumber": number,
        "data": b64encode(contents.text.encode()).decode(),
        "approximateArrivalTimestamp": AT_SECONDS,
    }
    record = {
        "kinesis": kinesis,
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"shardId-000000000000:{number}",
        "eventName": "aws:kinesis:record",
        "awsRegion": REGION,
        "eventSourceARN": arn("kinesis", "stream/sample"),
    }
    return {"Records": [record]}


def delivery(contents: Contents) -> dict[str, Any]:
    """A batch of Firehose for a function that transforms records."""
    return {
        "invocationId": "invocation-1",
        "deliveryStreamArn": arn("firehose", "deliverystream/sample"),
        "region": REGION,
        "records": [
            {
                "recordId": "49546986683135544286507457936321625675700192471156785154",
                "approximateArrivalTimestamp": AT_SECONDS * 1000,
                "data": b64encode(f"{contents.text}\n".encode()).decode(),
            }
        ],
    }


def queue_of_topic(contents: Contents) -> dict[str, Any]:
    return in_queue(_notification(contents))


def queue_of_bus(contents: Contents) -> dict[str, Any]:
    return in_queue(bus(contents))


def queue_of_objects(contents: Contents) -> dict[str, Any]:
    return in_queue(objects(contents))


def queue_of_schedule(contents: Contents) -> dict[str, Any]:
    """A run of a job; the data may name ``job`` and ``scheduledAt``."""
    given = contents.data if isinstance(contents.data, Mapping) else {}
    run = {"job": given.get("job", "nightly"), "scheduledAt": "2026-11-21T12:00:00Z"}
    return in_queue({**run, **{key: given[key] for key in run if key in given}})


def failed_event(contents: Contents) -> dict[str, Any]:
    """What Lambda sends to a queue for an asynchronous invocation that failed every try."""
    function = arn("lambda", "function:sample:$LATEST")
    return in_queue(
        {
            "version": "1.0",
            "timestamp": AT,
            "requestContext": {
                "requestId": "request-1",
                "functionArn": function,
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 3,
            },
            "requestPayload": json.loads(contents.text),
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "responsePayload": {"errorType": "ValueError", "errorMessage": "sample"},
        }
    )
