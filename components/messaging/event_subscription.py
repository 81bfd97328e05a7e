"""Event subscription: a rule on a bus that feeds a queue, and the queue feeds a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute.function import Function
from components.messaging import event_rule
from components.messaging.queue import Queue
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs


@dataclass(frozen=True, kw_only=True)
class EventSubscriptionArgs:
    """Which events (an EventBridge pattern) of which bus, and who works on them.

    A replay of the bus's archive reaches the subscription only if the replay's name begins with
    the subscription's name and a dot.
    """

    bus_name: pulumi.Input[str]
    pattern: Mapping[str, Any]
    worker: QueueWorkerArgs

    def __post_init__(self) -> None:
        event_rule.check(self.pattern)
        if self.worker.fifo:
            raise ValueError("worker must not be fifo: a bus tells its events in no order")


class EventSubscription(pulumi.ComponentResource):
    """Retries, partial batches and dead letters come from the queue, so a slow or broken
    consumer delays nobody else; what the bus cannot deliver joins the same dead letters.
    """

    queue: Queue
    function: Function
    rule_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: EventSubscriptionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventSubscription", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.worker.function.defaults

        pattern = event_rule.for_consumer(args.pattern, name)
        rule = event_rule.rule(name, args.bus_name, pattern, defaults, child)
        worker = QueueWorker(name, replace(args.worker, admits=True), opts=child)
        admitted = worker.queue.admit(name, "events.amazonaws.com", rule.arn, child)
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            event_bus_name=args.bus_name,
            arn=worker.queue.arn,
            **event_rule.delivery(worker.queue.dead_letters_arn, defaults),
            opts=pulumi.ResourceOptions(parent=self, depends_on=admitted),
        )

        self.queue, self.function = worker.queue, worker.function
        self.rule_name = rule.name
        self.register_outputs({"ruleArn": rule.arn, "queueUrl": self.queue.url})
