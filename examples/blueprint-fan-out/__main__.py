"""Orders: the fan-out blueprint; each order goes to mail and to audit, and neither waits."""

import pulumi

from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.patterns import FAN_OUT
from components.compute.function import FunctionArgs
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorkerArgs


def branch(handler: str) -> Branch:
    function = FunctionArgs(handler=f"subscribers.{handler}", code="app", preset="io")
    return Branch(worker=QueueWorkerArgs(function=function))


with Blueprint("app", BlueprintArgs(pattern=FAN_OUT)) as app:
    orders = FanOut(
        "orders",
        FanOutArgs(branches={"mail": branch("mail"), "audit": branch("audit")}),
        pulumi.ResourceOptions(parent=app),
    )

pulumi.export("topicArn", orders.topic.arn)
pulumi.export("mailLogs", orders.workers["mail"].function.log_group.name)
