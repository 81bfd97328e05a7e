"""Readings of sensors: thousands a second, each checked and kept by an Express workflow."""

import pulumi

from components.data.table import Table, TableArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_workflow import EventWorkflow, EventWorkflowArgs
from components.workflow.choice import Choice, When, more_than
from components.workflow.definition import Definition
from components.workflow.errors import ALL, Retry
from components.workflow.integrations import put_item
from components.workflow.kind import Express
from components.workflow.states import Pass, Succeed, Task
from components.workflow.workflow import Workflow, WorkflowArgs

bus = EventBus("sensors", EventBusArgs(name="sensors", archive_days=1))
readings = Table("readings", TableArgs(key="sensor", sort="at"))
item = {
    "sensor": {"S.$": "$.sensor"},
    "at": {"S.$": "$.at"},
    "degrees": {"N.$": "States.JsonToString($.degrees)"},
    "level": {"S.$": "$.level"},
}
hot = When(more_than("$.degrees", 80), next="Hot")
once = (Retry(errors=(ALL,), attempts=2),)
states = (
    Choice("Check", rules=(hot,), otherwise="Normal"),
    Pass("Hot", result="hot", result_path="$.level", next="Keep"),
    Pass("Normal", result="normal", result_path="$.level", next="Keep"),
    Task("Keep", does=put_item(readings, item), timeout=10, retry=once, next="Kept"),
    Succeed("Kept"),
)
rate = Express(executions_per_second=5_000, repeatable=True)
check = Workflow("check", WorkflowArgs(definition=Definition(states), express=rate))
reads = {name: f"$.detail.{name}" for name in ("sensor", "at", "degrees")}
measured = {"source": ["sensors"], "detail-type": ["Measured"]}
args = EventWorkflowArgs(bus_name=bus.name, pattern=measured, workflow=check, input=reads)
EventWorkflow("measured", args)

pulumi.export("tableName", readings.name)
