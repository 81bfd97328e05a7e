"""Fan-out: a topic whose messages go to several functions, each through a queue of its own."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.messaging import fan_out
from package.arguments import named_as_written, whole_numbers
from package.function_settings import FunctionSettings
from package.stage_defaults import StageDefaults, defaults
from package.worker import worker_args

SCOPES = ("MessageAttributes", "MessageBody")


class FanOutSubscriber(TypedDict, total=False):
    """One subscriber of the topic: a function behind a queue of its own."""

    function: Required[FunctionSettings]
    """The function: it gets batches of messages, each an SNS notification in the body of a queue message, and answers which of them failed."""

    filter_policy: Mapping[str, Any]
    """SNS filter policy of the messages that the subscriber gets; every message unless given."""

    filter_scope: str
    """What the filter policy looks at: MessageAttributes or MessageBody; MessageAttributes unless given."""

    batch_size: int
    """Messages an invocation, at most: 1 to 10, with batchingWindowSeconds up to 10000; 10 unless given."""

    batching_window_seconds: int
    """How long Lambda may wait for a full batch, 0 to 300 seconds; 0 unless given."""

    max_receives: int
    """How often a message is received before it moves to the dead-letter queue, 3 to 5; 3 unless given."""

    maximum_concurrency: int
    """How many invocations may run at the same time, 2 to 1000; no limit of its own unless given."""


class FanOutArgs(TypedDict, total=False):
    """The subscribers of the topic."""

    subscribers: Required[Mapping[str, FanOutSubscriber]]
    """The subscribers by name, at least one; a subscriber's resources have the name in theirs."""

    defaults: StageDefaults
    """What the components of this stage have in common; for the topic. A subscriber's are its function's."""


class FanOut(pulumi.ComponentResource):
    """A topic that delivers each message to every subscriber. One that is slow or fails affects no other: each has its own queue, dead-letter queue and alarms."""

    topic_name: pulumi.Output[str]
    """Name of the topic."""

    topic_arn: pulumi.Output[str]
    """ARN of the topic, to which messages are published."""

    queue_names: pulumi.Output[Mapping[str, str]]
    """Names of the queues, by subscriber."""

    dead_letter_queue_names: pulumi.Output[Mapping[str, str]]
    """Names of the dead-letter queues, by subscriber."""

    function_names: pulumi.Output[Mapping[str, str]]
    """Names of the functions, by subscriber."""

    def __init__(
        self, name: str, args: FanOutArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:FanOut", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(FanOutArgs):
            branches = {role: branch(each) for role, each in args["subscribers"].items()}
            stage = defaults(args.get("defaults"))
            made = fan_out.FanOut(
                name, fan_out.FanOutArgs(branches=branches, defaults=stage), opts=child
            )
        workers = made.workers
        self.topic_name = pulumi.Output.from_input(made.topic.name)
        self.topic_arn = pulumi.Output.from_input(made.topic.arn)
        self.queue_names = by_name({role: each.queue.name for role, each in workers.items()})
        self.dead_letter_queue_names = by_name(
            {role: each.queue.dead_letter_queue.name for role, each in workers.items()}
        )
        self.function_names = by_name({role: each.function.name for role, each in workers.items()})
        self.register_outputs({"topicArn": self.topic_arn})


def branch(args: FanOutSubscriber) -> fan_out.Branch:
    """The same as the components take it."""
    scope: Any = args.get("filter_scope", SCOPES[0])
    if scope not in SCOPES:
        raise ValueError(f"filter_scope must be {' or '.join(SCOPES)}, got {scope}")
    return fan_out.Branch(
        worker=worker_args(FanOutSubscriber, args),
        filter_policy=whole_numbers(args.get("filter_policy", {})),
        filter_scope=scope,
    )


def by_name(values: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[Mapping[str, str]]:
    """One output of several, by the same names."""
    return pulumi.Output.all(**values)
