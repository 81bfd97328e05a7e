"""The producer: a job for each address of a request, as few calls as take them."""

import json
import os

import boto3

sqs, QUEUE = boto3.client("sqs"), os.environ["MAILING_QUEUE"]
PER_CALL = 10  # the most that SendMessageBatch takes


def invite(event, context):
    """Answer 202, or 502 with the addresses that the queue did not accept."""
    addresses = json.loads(event["body"])["addresses"]
    jobs = [
        {"Id": str(at), "MessageBody": json.dumps({"to": to})} for at, to in enumerate(addresses)
    ]
    failed = []
    for first in range(0, len(jobs), PER_CALL):
        sent = sqs.send_message_batch(QueueUrl=QUEUE, Entries=jobs[first : first + PER_CALL])
        failed += [addresses[int(entry["Id"])] for entry in sent.get("Failed", [])]
    body = {"accepted": len(addresses) - len(failed), "failed": failed}
    return {"statusCode": 502 if failed else 202, "body": json.dumps(body)}
