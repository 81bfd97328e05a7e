"""Sales: a file of any size is summed up in chunks, each in an execution of its own."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.lifecycle import LifecycleRule
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute
from components.workflow.definition import Definition
from components.workflow.distributed import CsvFile, DistributedMap
from components.workflow.integrations import invoke, put_item
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs

files = Bucket("files", BucketArgs(lifecycle=(LifecycleRule(expiration_days=30),)))
totals = Table("totals", TableArgs(key="file"))


def function(handler):
    return Function(handler, FunctionArgs(handler=f"sales.{handler}", code="app", preset="io"))


chunks = DistributedMap(
    "Chunks",
    items=CsvFile(bucket=files, key="$.key"),
    batch=1000,
    each=Definition((Task("SumChunk", does=invoke(function("add")), timeout=120),)),
    max_concurrency=100,
    express=True,
    result_path="$.sums",
    next="Aggregate",
)
aggregate = Task("Aggregate", does=invoke(function("aggregate")), timeout=120, next="Keep")
total = {"file": {"S.$": "$.file"}, "cents": {"N.$": "States.JsonToString($.cents)"}}
keep = Task("Keep", does=put_item(totals, total), timeout=60)
sales = Workflow("sales", WorkflowArgs(definition=Definition((chunks, aggregate, keep))))

routes = {"sales": ObjectRoute(workflow=sales, prefix="sales/", suffix=".csv")}
account = aws.get_caller_identity().account_id
ObjectNotifications("files", ObjectNotificationsArgs(bucket=files, account=account, routes=routes))
pulumi.export("bucketName", files.name)
pulumi.export("tableName", totals.name)
