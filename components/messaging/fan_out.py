"""Fan-out: one topic, and for each branch a queue and a function of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.compute.function import Function
from components.defaults import Defaults
from components.document import document
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_policy import Sender
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.topic import Topic, TopicArgs

SNS = "sns.amazonaws.com"

# Neither SNS nor an asynchronous invocation can take a message back.
REMEDY = "find out why, mend it, then invoke the function with the message's content"


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One subscriber of the topic."""

    worker: QueueWorkerArgs
    """The queue and the function that process the branch's messages; a standard queue, since a
    topic delivers in no order."""

    filter_policy: Mapping[str, Any] = field(default_factory=dict)
    """SNS filter policy of the messages that the branch gets; every message if not given."""

    filter_scope: Literal["MessageAttributes", "MessageBody"] = "MessageAttributes"
    """What the filter policy looks at."""

    direct: bool = False
    """Whether SNS invokes the function without a queue, one message at a time: sooner, but nothing
    slows a burst down, and the worker is its function only."""

    def __post_init__(self) -> None:
        if self.worker.fifo:
            raise ValueError("worker must not be fifo: a topic delivers its messages in no order")
        if self.direct and self.worker != QueueWorkerArgs(function=self.worker.function):
            raise ValueError("worker of a direct branch must say no more than its function")


@dataclass(frozen=True, kw_only=True)
class FanOutArgs:
    """The topic and its branches."""

    branches: Mapping[str, Branch]
    """The branches by name; at least one."""

    topic: TopicArgs | None = None
    """Only where an AWS service publishes to the topic."""

    defaults: Defaults = Defaults()
    """The stage defaults of the topic: tags. A branch's are its function's."""

    def __post_init__(self) -> None:
        if not self.branches:
            raise ValueError("branches must name at least one branch")


@dataclass(frozen=True, kw_only=True)
class Direct:
    """What a direct branch consists of."""

    function: Function
    dead_letter_queue: DeadLetters


class FanOut(pulumi.ComponentResource):
    """Delivers each message to every branch; a branch that is slow or fails affects no other,
    since each has its own queue and dead-letter queue.
    """

    topic: Topic
    workers: Mapping[str, QueueWorker]
    direct: Mapping[str, Direct]

    def __init__(
        self, name: str, args: FanOutArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:FanOut", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.topic = Topic(name, args.topic or TopicArgs(defaults=args.defaults), opts=child)
        self.workers = {
            role: self._buffered(f"{name}-{role}", branch, child)
            for role, branch in args.branches.items()
            if not branch.direct
        }
        self.direct = {
            role: self._direct(f"{name}-{role}", branch, child)
            for role, branch in args.branches.items()
            if branch.direct
        }
        self.register_outputs({"topicArn": self.topic.arn})

    def _buffered(self, name: str, branch: Branch, child: pulumi.ResourceOptions) -> QueueWorker:
        sender = Sender(service=SNS, source_arn=self.topic.arn)
        fed = replace(branch.worker, senders=(*branch.worker.senders, sender))
        worker = QueueWorker(name, fed, opts=child)
        queue = worker.queue
        failed = queue.dead_letter_queue.arn
        self._subscribe(name, branch, "sqs", queue.arn, failed, queue.policies)
        return worker

    def _direct(self, name: str, branch: Branch, child: pulumi.ResourceOptions) -> Direct:
        """What SNS cannot deliver and what the function fails move to the same queue."""
        called = branch.worker.function
        sender = Sender(service=SNS, source_arn=self.topic.arn)
        failed = DeadLettersArgs(defaults=called.defaults, remedy=REMEDY, senders=(sender,))
        queue = DeadLetters(name, failed, opts=child)
        function = Function(name, replace(called, on_failure=queue.arn), opts=child)
        allowed = function.invoked_by(name, SNS, self.topic.arn, child)
        first = [*queue.policies, allowed]
        self._subscribe(name, branch, "lambda", function.arn, queue.arn, first)
        return Direct(function=function, dead_letter_queue=queue)

    def _subscribe(
        self,
        name: str,
        branch: Branch,
        protocol: str,
        endpoint: pulumi.Input[str],
        dead_letter_queue_arn: pulumi.Input[str],
        first: list[pulumi.Resource],
    ) -> None:
        """The subscription must not begin before the policies that it needs exist."""
        chosen = bool(branch.filter_policy)
        aws.sns.TopicSubscription(
            f"{name}-subscription",
            topic=self.topic.arn,
            protocol=protocol,
            endpoint=endpoint,
            filter_policy=document(dict(branch.filter_policy)) if chosen else None,
            filter_policy_scope=branch.filter_scope if chosen else None,
            redrive_policy=document({"deadLetterTargetArn": dead_letter_queue_arn}),
            opts=pulumi.ResourceOptions(parent=self, depends_on=first),
        )
