"""Event subscription: events of a bus that match a pattern, worked on by a function."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.messaging import event_subscription
from package.arguments import named_as_written, whole_numbers
from package.function_settings import FunctionSettings
from package.worker import worker_args


class EventSubscriptionArgs(TypedDict, total=False):
    """Which events of which bus, and who works on them."""

    bus_name: Required[pulumi.Input[str]]
    """Name of the event bus."""

    pattern: Required[Mapping[str, Any]]
    """EventBridge event pattern, as {source: [shop], detail-type: [OrderPlaced]}."""

    function: Required[FunctionSettings]
    """The function: it gets batches of events, each in the body of a queue message, and answers which of them failed."""

    batch_size: int
    """Events that the function gets together at most: 1 to 10, with batchingWindowSeconds up to 10000; 10 unless given."""

    batching_window_seconds: int
    """How long Lambda may wait for a batch to fill, 0 to 300 seconds; 0 unless given."""

    max_receives: int
    """How often an event is tried before it moves to the dead-letter queue, 3 to 5 times; 3 unless given."""

    maximum_concurrency: int
    """How many invocations may run at the same time, 2 to 1000; no limit of its own unless given."""


class EventSubscription(pulumi.ComponentResource):
    """A rule that puts matching events in a queue, which feeds one function: retries, partial batches and the dead-letter queue come from the queue. What the bus cannot deliver is kept in the same dead-letter queue."""

    rule_name: pulumi.Output[str]
    """Name of the rule."""

    rule_arn: pulumi.Output[str]
    """ARN of the rule."""

    queue_name: pulumi.Output[str]
    """Name of the queue."""

    queue_url: pulumi.Output[str]
    """URL of the queue."""

    dead_letter_queue_name: pulumi.Output[str]
    """Name of the dead-letter queue."""

    dead_letter_queue_arn: pulumi.Output[str]
    """ARN of the dead-letter queue."""

    function_name: pulumi.Output[str]
    """Name of the function."""

    function_arn: pulumi.Output[str]
    """ARN of the function."""

    def __init__(
        self, name: str, args: EventSubscriptionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:EventSubscription", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(EventSubscriptionArgs):
            subscription_args = event_subscription.EventSubscriptionArgs(
                bus_name=args["bus_name"],
                pattern=whole_numbers(args["pattern"]),
                worker=worker_args(EventSubscriptionArgs, args),
            )
            made = event_subscription.EventSubscription(name, subscription_args, opts=child)
        self.rule_name, self.rule_arn = made.rule.name, made.rule.arn
        queue, function = made.queue, made.function
        self.queue_name, self.queue_url = queue.name, queue.url
        self.dead_letter_queue_name = queue.dead_letter_queue.name
        self.dead_letter_queue_arn = queue.dead_letter_queue.arn
        self.function_name, self.function_arn = function.name, function.arn
        self.register_outputs({"queueUrl": queue.url, "functionName": function.name})
