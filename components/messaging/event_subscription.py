"""Event subscription: a rule on a bus that feeds a queue, and the queue feeds a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute.function import Function
from components.messaging import event_input, event_pattern, event_target
from components.messaging.queue import Queue
from components.messaging.queue_policy import Sender
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs


@dataclass(frozen=True, kw_only=True)
class EventSubscriptionArgs:
    """The bus, the events, and the queue worker that processes them."""

    bus_name: pulumi.Input[str]
    """Name or ARN of the event bus, a new or an existing one."""

    pattern: Mapping[str, Any]
    """EventBridge event pattern, as ``{"source": ["orders"], "detail-type": ["OrderPlaced"]}``. A
    replay of the bus's archive reaches the subscription only if the replay's name begins with the
    subscription's name and a dot."""

    worker: QueueWorkerArgs
    """The queue and the function; a standard queue, since a bus delivers in no order."""

    input: Mapping[str, str] = field(default_factory=dict)
    """The keys of a message's body, each with its path in the event, as
    ``{"orderId": "$.detail.data.orderId"}``; every event must have these paths. The body is the
    whole event if not given."""

    def __post_init__(self) -> None:
        event_pattern.check(self.pattern)
        event_input.check(self.input)
        if self.worker.fifo:
            raise ValueError("worker must not be fifo: a bus delivers its events in no order")


class EventSubscription(pulumi.ComponentResource):
    """Delivers each event at least once to a function, through a queue of its own: a slow or
    failing consumer delays no other.

    Retries and partial batch responses come from the queue. An event that the rule cannot deliver
    and a message that the function fails move to the same dead-letter queue.
    """

    queue: Queue
    function: Function
    event_source_mapping: aws.lambda_.EventSourceMapping
    rule: aws.cloudwatch.EventRule
    target: aws.cloudwatch.EventTarget

    def __init__(
        self, name: str, args: EventSubscriptionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:EventSubscription", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.worker.function.defaults

        pattern = event_pattern.for_consumer(args.pattern, name)
        rule = self.rule = event_target.rule(name, args.bus_name, pattern, defaults, child)
        sender = Sender(service=event_target.EVENTS, source_arn=rule.arn)
        fed = replace(args.worker, senders=(*args.worker.senders, sender))
        worker = QueueWorker(name, fed, opts=child)
        self.target = aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            event_bus_name=args.bus_name,
            arn=worker.queue.arn,
            input_transformer=event_input.transformer(args.input),
            **event_target.delivery(worker.queue.dead_letter_queue.arn, defaults),
            opts=pulumi.ResourceOptions(parent=self, depends_on=worker.queue.policies),
        )

        self.queue, self.function = worker.queue, worker.function
        self.event_source_mapping = worker.event_source_mapping
        self.register_outputs({"ruleArn": rule.arn, "queueUrl": self.queue.url})
