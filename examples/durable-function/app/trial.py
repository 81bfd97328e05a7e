"""The trial of a member: each mail is a step, which is stored when it is done."""

import os

import boto3
from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration

mails = boto3.resource("dynamodb").Table(os.environ["MAILS"])


@durable_step
def mail(step, member, kind):
    """Count a mail; a real one is sent here, with the step's name as its idempotency key."""
    mails.update_item(
        Key={"member": member, "kind": kind},
        UpdateExpression="ADD sent :one",
        ExpressionAttributeValues={":one": 1},
    )


@durable_execution
def handle(event, context):
    """Run twice: until the wait, and after it again from the beginning, past the first mail."""
    member = event["member"]
    print(f"from the beginning for {member}")
    context.step(mail(member, "welcome"), name="welcome")
    context.wait(Duration.from_seconds(event["seconds"]), name="trial")
    context.step(mail(member, "farewell"), name="farewell")
    return {"member": member}
