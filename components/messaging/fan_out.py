"""Fan-out: one topic, and for each branch a queue and a function of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults
from components.document import document
from components.limits import exactly_one
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_policy import Sender
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.topic import Topic, TopicArgs
from components.references import (
    AnyFunction,
    AnyQueue,
    AnyTopic,
    FunctionRef,
    QueueRef,
    TopicRef,
)

SNS = "sns.amazonaws.com"

# Neither SNS nor an asynchronous invocation can take a message back.
REMEDY = "find out why, mend it, then hand the message's content to the subscriber again"


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One subscriber of the topic: a queue worker, a function without a queue, or an existing
    queue.
    """

    worker: QueueWorkerArgs | None = None
    """A queue worker to make for the branch; its queue must be a standard queue, since a topic
    delivers in no order."""

    function: FunctionArgs | AnyFunction | None = None
    """A function that SNS invokes without a queue, one message at a time: sooner, but a burst is
    not slowed down. A function to make, or one of ours, ``aws.lambda_.Function`` or its ARN. The
    events that a function made here fails move to the branch's dead-letter queue; an existing one
    keeps its own configuration, and should have an on-failure destination in it."""

    queue: AnyQueue | None = None
    """An existing queue: ours, ``aws.sqs.Queue`` or its ARN. Its own policy must allow the topic
    to send, as ``QueueArgs(senders=...)`` does; so must the policy of its key, if it has one, allow
    ``sns.amazonaws.com`` to use that."""

    filter_policy: Mapping[str, Any] = field(default_factory=dict)
    """SNS filter policy of the messages that the branch gets; every message if not given."""

    filter_scope: Literal["MessageAttributes", "MessageBody"] = "MessageAttributes"
    """What the filter policy looks at."""

    def __post_init__(self) -> None:
        exactly_one("a branch", worker=self.worker, function=self.function, queue=self.queue)
        if self.worker is not None and self.worker.fifo:
            raise ValueError("worker must not be fifo: a topic delivers its messages in no order")
        if self.queue is not None:
            QueueRef.of(self.queue)
        elif self.function is not None and not isinstance(self.function, FunctionArgs):
            FunctionRef.of(self.function)


@dataclass(frozen=True, kw_only=True)
class FanOutArgs:
    """The topic and its branches."""

    branches: Mapping[str, Branch]
    """The branches by name; at least one."""

    topic: TopicArgs | AnyTopic | None = None
    """How to make the topic, where an AWS service publishes to it; or an existing topic: ours,
    ``aws.sns.Topic`` or its ARN."""

    defaults: Defaults = Defaults()
    """The stage defaults of the topic, and of the dead-letter queues of existing functions and
    queues: alarm topic, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        if not self.branches:
            raise ValueError("branches must name at least one branch")
        if self.topic is not None and not isinstance(self.topic, TopicArgs):
            TopicRef.of(self.topic)


class FanOut(pulumi.ComponentResource):
    """Delivers each message to every branch; a branch that is slow or fails affects no other,
    since each has its own queue or function, and its own dead-letter queue.

    ``workers``, ``functions``, ``dead_letter_queues`` and ``subscriptions`` are by branch, as far
    as a branch has them; the dead-letter queue of a worker is its queue's.
    """

    topic: Topic | TopicRef
    workers: dict[str, QueueWorker]
    functions: dict[str, Function]
    dead_letter_queues: dict[str, DeadLetters]
    subscriptions: dict[str, aws.sns.TopicSubscription]

    def __init__(
        self, name: str, args: FanOutArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:FanOut", name, None, opts)

        self._defaults = args.defaults
        self.topic = self._topic(args)
        self._sender = Sender(service=SNS, source_arn=self.topic.arn)
        self.workers, self.functions, self.dead_letter_queues = {}, {}, {}
        self.subscriptions = {
            role: self._subscription(role, branch) for role, branch in args.branches.items()
        }
        self.register_outputs({"topicArn": self.topic.arn})

    def _topic(self, args: FanOutArgs) -> Topic | TopicRef:
        if args.topic is not None and not isinstance(args.topic, TopicArgs):
            return TopicRef.of(args.topic)
        made = args.topic or TopicArgs(defaults=args.defaults)
        return Topic(self.pulumi_resource_name, made, opts=pulumi.ResourceOptions(parent=self))

    def _subscription(self, role: str, branch: Branch) -> aws.sns.TopicSubscription:
        if branch.worker is not None:
            return self._to_worker(role, branch, branch.worker)
        if branch.queue is not None:
            failed = self._failed(role, self._defaults)
            queue = QueueRef.of(branch.queue)
            return self._subscribe(role, branch, "sqs", queue.arn, failed.arn, failed.policies)
        assert branch.function is not None
        return self._to_function(role, branch, branch.function)

    def _to_worker(
        self, role: str, branch: Branch, args: QueueWorkerArgs
    ) -> aws.sns.TopicSubscription:
        fed = replace(args, senders=(*args.senders, self._sender))
        child = pulumi.ResourceOptions(parent=self)
        self.workers[role] = QueueWorker(f"{self.pulumi_resource_name}-{role}", fed, opts=child)
        queue = self.workers[role].queue
        failed = queue.dead_letter_queue.arn
        return self._subscribe(role, branch, "sqs", queue.arn, failed, queue.policies)

    def _to_function(
        self, role: str, branch: Branch, given: FunctionArgs | AnyFunction
    ) -> aws.sns.TopicSubscription:
        name, child = f"{self.pulumi_resource_name}-{role}", pulumi.ResourceOptions(parent=self)
        if isinstance(given, FunctionArgs):
            failed = self._failed(role, given.defaults)
            made = Function(name, replace(given, on_failure=failed.arn), opts=child)
            self.functions[role] = made
            function = FunctionRef.of(made)
        else:
            failed = self._failed(role, self._defaults)
            function = FunctionRef.of(given)
        allowed = function.invoked_by(name, SNS, self.topic.arn, child)
        first = [*failed.policies, allowed]
        return self._subscribe(role, branch, "lambda", function.arn, failed.arn, first)

    def _failed(self, role: str, defaults: Defaults) -> DeadLetters:
        """The queue for messages that SNS cannot deliver, or that a function made here fails."""
        args = DeadLettersArgs(defaults=defaults, remedy=REMEDY, senders=(self._sender,))
        child = pulumi.ResourceOptions(parent=self)
        made = DeadLetters(f"{self.pulumi_resource_name}-{role}", args, opts=child)
        self.dead_letter_queues[role] = made
        return made

    def _subscribe(
        self,
        role: str,
        branch: Branch,
        protocol: str,
        endpoint: pulumi.Input[str],
        dead_letter_queue_arn: pulumi.Input[str],
        first: list[pulumi.Resource],
    ) -> aws.sns.TopicSubscription:
        """The subscription must not begin before the policies that it needs exist."""
        chosen = bool(branch.filter_policy)
        return aws.sns.TopicSubscription(
            f"{self.pulumi_resource_name}-{role}-subscription",
            topic=self.topic.arn,
            protocol=protocol,
            endpoint=endpoint,
            filter_policy=document(dict(branch.filter_policy)) if chosen else None,
            filter_policy_scope=branch.filter_scope if chosen else None,
            redrive_policy=document({"deadLetterTargetArn": dead_letter_queue_arn}),
            opts=pulumi.ResourceOptions(parent=self, depends_on=first),
        )
