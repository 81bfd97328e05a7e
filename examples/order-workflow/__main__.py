"""The processing of an order: validated, paid, fulfilled on two sides at once, or undone."""

import pulumi

from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.queue import Queue
from components.messaging.topic import Topic
from components.workflow.branches import Parallel
from components.workflow.definition import Definition
from components.workflow.errors import Retry
from components.workflow.integrations import invoke, publish, send_message, update_item
from components.workflow.saga import Saga, Step
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs

stock, mails, ended = Table("stock", TableArgs(key="item")), Topic("mails"), Queue("ended")
BUSY, ITEM = "PaymentRetryable", {"item": {"S.$": "$.item"}}


def task(name, does, *retry):
    return Task(name, does=does, timeout=60, retry=retry)


def code(handler):
    args = FunctionArgs(handler=f"order.{handler}", code="app", preset="simple")
    return invoke(Function(handler, args))


def add(units):
    return update_item(stock, ITEM, "ADD units :n", values={":n": {"N": units}})


pay = task("ProcessPayment", code("pay"), Retry(errors=(BUSY,), attempts=3, backoff=2))
confirm = task("SendConfirmation", publish(mails, {"confirmed.$": "$.orderId"}))
sides = (Definition((task("UpdateInventory", add("-1")),)), Definition((confirm,)))
fulfil = Parallel("FulfillOrder", branches=sides)
refund = task("RefundPayment", code("refund"))
paid = Step(action=pay, compensation=refund, no_effect_errors=(BUSY,))
fulfilled = Step(action=fulfil, compensation=task("RestoreInventory", add("1")))
saga = Saga(
    steps=(Step(action=task("ValidateOrder", code("validate")), changes=False), paid, fulfilled),
    completion=task("PublishEnd", send_message(ended, {"complete.$": "$.orderId"})),
    failure=task("PublishFailure", send_message(ended, {"failed.$": "$.orderId"})),
    error="OrderProcessingFailed",
    completed="OrderComplete",
    failed="OrderFailed",
)
orders = Workflow("orders", WorkflowArgs(definition=saga.definition()))
pulumi.export("workflowArn", orders.arn)
pulumi.export("queueUrl", ended.url)
