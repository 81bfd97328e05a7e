"""Uploads: a function that reads each text uploaded and writes its summary beside it."""

import pulumi
import pulumi_aws as aws

from components.compute.function import FunctionArgs
from components.messaging.fan_out import Branch
from components.messaging.queue_worker import QueueWorkerArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_fan_out import ObjectFanOut, ObjectFanOutArgs

texts = Bucket("texts", BucketArgs(expiration_days=30))

summarize = FunctionArgs(
    handler="summarize.handle",
    code="app",
    preset="io",
    uses=(texts.read("BUCKET", "uploads/"), texts.write(prefix="summaries/")),
)
ObjectFanOut(
    "uploads",
    ObjectFanOutArgs(
        bucket=texts,
        account=aws.get_caller_identity().account_id,
        prefix="uploads/",
        branches={"summarize": Branch(worker=QueueWorkerArgs(function=summarize, batch_size=1))},
    ),
)

pulumi.export("bucketName", texts.name)
