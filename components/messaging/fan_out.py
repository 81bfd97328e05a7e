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
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.topic import Topic, TopicArgs

SNS = "sns.amazonaws.com"

# Neither SNS nor an asynchronous invocation takes anything back.
REMEDY = "see why, mend it, then invoke the function with the message in the letter"


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One party that gets every message, or those that match ``filter_policy``: by attributes,
    or with ``filter_scope`` by what is in the body.

    ``direct`` invokes the function without a queue, one message at a time: sooner, but nothing
    slows a burst down, and the worker is its function only.
    """

    worker: QueueWorkerArgs
    filter_policy: Mapping[str, Any] = field(default_factory=dict)
    filter_scope: Literal["MessageAttributes", "MessageBody"] = "MessageAttributes"
    direct: bool = False

    def __post_init__(self) -> None:
        if self.worker.fifo:
            raise ValueError("worker must not be fifo: a topic tells its messages in no order")
        if self.direct and self.worker != QueueWorkerArgs(function=self.worker.function):
            raise ValueError("worker of a direct branch must say no more than its function")


@dataclass(frozen=True, kw_only=True)
class FanOutArgs:
    """The branches by name; ``topic`` only where an AWS service publishes."""

    branches: Mapping[str, Branch]
    defaults: Defaults = Defaults()
    topic: TopicArgs | None = None

    def __post_init__(self) -> None:
        if not self.branches:
            raise ValueError("branches must name at least one branch")


@dataclass(frozen=True, kw_only=True)
class Direct:
    """What a direct branch consists of."""

    function: Function
    dead_letters: DeadLetters


class FanOut(pulumi.ComponentResource):
    """A branch that fails, or is slow, leaves the others working: each has its own buffer, and
    its own place for what it could not do.
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
        worker = QueueWorker(name, replace(branch.worker, admits=True), opts=child)
        admitted = worker.queue.admit(name, SNS, self.topic.arn, child)
        keeper = worker.queue.dead_letters_arn
        self._subscribe(name, branch, "sqs", worker.queue.arn, keeper, admitted)
        return worker

    def _direct(self, name: str, branch: Branch, child: pulumi.ResourceOptions) -> Direct:
        """What SNS cannot deliver and what the function fails at end in the same place."""
        told = branch.worker.function
        lost = DeadLettersArgs(defaults=told.defaults, remedy=REMEDY, admits=True)
        dead_letters = DeadLetters(name, lost, opts=child)
        function = Function(name, replace(told, on_failure=dead_letters.arn), opts=child)
        admitted = [
            *dead_letters.admit(name, SNS, self.topic.arn, child),
            function.invoked_by(name, SNS, self.topic.arn, child),
        ]
        self._subscribe(name, branch, "lambda", function.arn, dead_letters.arn, admitted)
        return Direct(function=function, dead_letters=dead_letters)

    def _subscribe(
        self,
        name: str,
        branch: Branch,
        protocol: str,
        endpoint: pulumi.Input[str],
        dead_letters_arn: pulumi.Input[str],
        admitted: list[pulumi.Resource],
    ) -> None:
        """The subscription must not begin before its policies are there."""
        chosen = bool(branch.filter_policy)
        aws.sns.TopicSubscription(
            f"{name}-subscription",
            topic=self.topic.arn,
            protocol=protocol,
            endpoint=endpoint,
            filter_policy=document(dict(branch.filter_policy)) if chosen else None,
            filter_policy_scope=branch.filter_scope if chosen else None,
            redrive_policy=document({"deadLetterTargetArn": dead_letters_arn}),
            opts=pulumi.ResourceOptions(parent=self, depends_on=admitted),
        )
