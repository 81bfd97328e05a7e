"""Intake: tables are loaded through a queue, removals are logged, large files start a workflow."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.cors import Cors
from components.objects.lifecycle import LifecycleRule, Transition
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import REMOVED, ObjectRoute
from components.workflow.definition import Definition
from components.workflow.integrations import invoke
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs

cold = (
    Transition(days=30, storage_class="STANDARD_IA"),
    Transition(days=90, storage_class="GLACIER"),
)
raw = LifecycleRule(transitions=cold, expiration_days=365)
site = Cors(origins=("https://shop.example.com",))
files = Bucket("files", BucketArgs(lifecycle=(raw,), cors=site, old_version_days=7))
rows = Table("rows", TableArgs(key="key", sort="line"))

reads = (files.read(), rows.create("ROWS"))
load = FunctionArgs(handler="load.handle", code="app", preset="io", uses=reads)
log = FunctionArgs(handler="log.handle", code="app", preset="simple")
measure = Function("measure", FunctionArgs(handler="measure.handle", code="app", preset="simple"))
step = Task("Measure", does=invoke(measure), timeout=60)
large = Workflow("large", WorkflowArgs(definition=Definition((step,))))

routes = {
    "load": ObjectRoute(worker=QueueWorkerArgs(function=load, batch_size=1), suffix=".csv"),
    "log": ObjectRoute(function=log, events=(REMOVED,), all_objects=True),
    "large": ObjectRoute(workflow=large, prefix="large-files/"),
}
account = aws.get_caller_identity().account_id
ObjectNotifications("files", ObjectNotificationsArgs(bucket=files, account=account, routes=routes))
pulumi.export("bucketName", files.name)
pulumi.export("tableName", rows.name)
