"""Fan-out: one topic, and for each branch a queue and a function of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.topic import Topic, TopicArgs


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One party that gets every message, or those whose attributes match ``filter_policy``."""

    worker: QueueWorkerArgs
    filter_policy: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FanOutArgs:
    """The branches by name."""

    branches: Mapping[str, Branch]
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.branches:
            raise ValueError("branches must name at least one branch")


class FanOut(pulumi.ComponentResource):
    """A branch that fails, or is slow, leaves the others working: each has its own buffer."""

    topic: Topic
    workers: Mapping[str, QueueWorker]

    def __init__(
        self, name: str, args: FanOutArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:FanOut", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.topic = Topic(name, TopicArgs(tags=args.tags), opts=child)
        self.workers = {
            role: self._branch(f"{name}-{role}", branch, child)
            for role, branch in args.branches.items()
        }
        self.register_outputs({"topicArn": self.topic.arn})

    def _branch(self, name: str, branch: Branch, child: pulumi.ResourceOptions) -> QueueWorker:
        worker = QueueWorker(name, branch.worker, opts=child)
        admitted = worker.queue.admit(name, "sns.amazonaws.com", self.topic.arn, child)
        aws.sns.TopicSubscription(
            f"{name}-subscription",
            topic=self.topic.arn,
            protocol="sqs",
            endpoint=worker.queue.arn,
            filter_policy=(
                pulumi.Output.json_dumps(dict(branch.filter_policy))
                if branch.filter_policy
                else None
            ),
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": worker.queue.dead_letters_arn}
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=admitted),
        )
        return worker
