"""Orders: one topic with two subscribers, of which one gets the large orders only."""

import pulumi

from components.compute.function import FunctionArgs
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorkerArgs


def worker(handler: str) -> QueueWorkerArgs:
    return QueueWorkerArgs(function=FunctionArgs(handler=handler, code="app", preset="io"))


orders = FanOut(
    "orders",
    FanOutArgs(
        branches={
            "mail": Branch(worker=worker("subscribers.mail")),
            "audit": Branch(
                worker=worker("subscribers.audit"),
                filter_policy={"total": [{"numeric": [">=", 100]}]},
                filter_scope="MessageBody",
            ),
        }
    ),
)

pulumi.export("topicArn", orders.topic.arn)
pulumi.export("mailLogs", orders.workers["mail"].function.log_group.name)
pulumi.export("auditLogs", orders.workers["audit"].function.log_group.name)
