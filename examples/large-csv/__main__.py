"""Large files: a CSV file below ``large-files/`` starts a workflow that loads it in parts."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute
from components.workflow.branches import Map
from components.workflow.definition import Definition
from components.workflow.errors import ALL, Retry
from components.workflow.integrations import invoke
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs

files = Bucket("files", BucketArgs(expiration_days=30))
rows = Table("rows", TableArgs(key="id"))
reads, again = files.read("BUCKET", "large-files/"), files.read("BUCKET", "results/")
results = files.write(prefix="results/")


def step(name: str, *uses) -> Function:
    args = FunctionArgs(handler=f"{name}.handle", code="app", memory=1024, timeout=900, uses=uses)
    return Function(name, args)


plan, load = step("plan", reads), step("load", reads, results, again, rows.write("ROWS"))
merge = step("merge", again, results)
part = {"file.$": "$.file", "part.$": "$$.Map.Item.Value"}
retry = {"timeout": 960, "retry": (Retry(errors=(ALL,)),)}
each = Definition((Task("Load", does=invoke(load), **retry),))
lists = {"items": "$.parts", "item_selector": part, "result_path": "$.loaded"}
states = (
    Task("Plan", does=invoke(plan), next="LoadParts", **retry),
    Map("LoadParts", **lists, each=each, max_concurrency=40, next="Merge"),
    Task("Merge", does=invoke(merge), **retry),
)
workflow = Workflow("load-csv", WorkflowArgs(definition=Definition(states)))
route = ObjectRoute(workflow=workflow, prefix="large-files/", suffix=".csv")
account = aws.get_caller_identity().account_id
given = ObjectNotificationsArgs(bucket=files, account=account, routes={"csv": route})
ObjectNotifications("files", given)
pulumi.export("bucketName", files.name)
pulumi.export("workflowArn", workflow.arn)
