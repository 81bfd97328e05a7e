"""Archive: what is there already is described by one job, a function for each object."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_batch import ObjectBatch, ObjectBatchArgs

files = Bucket("files", BucketArgs(old_version_days=7))
known = Table("known", TableArgs(key="key"))

describe = FunctionArgs(
    handler="describe.handle",
    code="app",
    preset="simple",
    uses=(files.read(), known.create("KNOWN")),
)
account = aws.get_caller_identity().account_id
batch = ObjectBatch("describe", ObjectBatchArgs(function=describe, account=account))
start = FunctionArgs(
    handler="start.handle",
    code="app",
    preset="io",
    uses=(files.list("FILES"), *batch.create_jobs()),
)

pulumi.export("bucketName", files.name)
pulumi.export("tableName", known.name)
pulumi.export("describe", batch.function.name)
pulumi.export("start", Function("start", start).name)
