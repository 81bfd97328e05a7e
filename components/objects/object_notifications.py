"""Object notifications: a bucket's events go to functions, queues, topics and workflows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.event_workflow import EventWorkflow, EventWorkflowArgs
from components.messaging.queue_policy import Sender
from components.messaging.queue_worker import QueueWorker
from components.objects.bucket import Bucket
from components.objects.object_route import (
    DETAIL_TYPES,
    ObjectRoute,
    check_overlaps,
    check_write_back,
)
from components.references import AnyBucket, AnyFunction, BucketRef, FunctionRef, arn_of

S3 = "s3.amazonaws.com"

# The bus of an account on which S3 and other services publish.
DEFAULT_BUS = "default"

# What a workflow is given, from the event of EventBridge; its key is not URL-encoded.
INPUT = {
    "bucket": "$.detail.bucket.name",
    "key": "$.detail.object.key",
    "size": "$.detail.object.size",
    "etag": "$.detail.object.etag",
    "sequencer": "$.detail.object.sequencer",
}

REMEDY = "find out why, mend it, then copy the object that the event names onto itself"


@dataclass(frozen=True, kw_only=True)
class ObjectNotificationsArgs:
    """The bucket and all routes of its events."""

    bucket: AnyBucket
    """The bucket: ours, ``aws.s3.Bucket`` or its ARN. S3 keeps one notification configuration a
    bucket: this one replaces any other that an existing bucket has."""

    account: pulumi.Input[str]
    """The number of the bucket's account, on whose behalf S3 may invoke and send."""

    routes: Mapping[str, ObjectRoute]
    """The routes by name; at least one. No two of them may match one object, workflows apart."""

    event_bridge: bool = False
    """Whether every event of the bucket goes to the account's default bus, for rules of other
    programs; a route to a workflow has it do so anyway."""

    defaults: Defaults = Defaults()
    """The stage defaults of rules and dead-letter queues. A function's are its own."""

    def __post_init__(self) -> None:
        if not self.routes:
            raise ValueError("routes must name at least one route, got none")
        bucket = BucketRef.of(self.bucket)
        check_overlaps(self.routes)
        for name, route in self.routes.items():
            check_write_back(f"route {name}", bucket.arn, route.prefix, route.events, route.uses)


class ObjectNotifications(pulumi.ComponentResource):
    """Delivers each event at least once, now and then twice, and in no order: a consumer compares
    the ``sequencer`` of the events of one key.

    What is made for a route is found by its name, in ``functions``, ``dead_letter_queues``,
    ``workers`` and ``workflows``.
    """

    functions: dict[str, Function]
    dead_letter_queues: dict[str, DeadLetters]
    workers: dict[str, QueueWorker]
    workflows: dict[str, EventWorkflow]
    notification: aws.s3.BucketNotification

    def __init__(
        self,
        name: str,
        args: ObjectNotificationsArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:objects:ObjectNotifications", name, None, opts)

        self._args, self._bucket = args, BucketRef.of(args.bucket)
        self._child = pulumi.ResourceOptions(parent=self)
        self.functions, self.dead_letter_queues = {}, {}
        self.workers, self.workflows = {}, {}
        self._first: list[pulumi.Resource] = []
        targets: dict[str, Any] = {}
        for role, route in args.routes.items():
            for kind, target in self._targets(f"{name}-{role}", role, route).items():
                targets.setdefault(kind, []).append(_filtered(role, route, target))
        if args.event_bridge or self.workflows:
            targets["eventbridge"] = True
        self.notification = notification(name, args.bucket, targets, self, self._first)
        self.register_outputs({"bucketName": self._bucket.name})

    def _targets(self, name: str, role: str, route: ObjectRoute) -> dict[str, dict[str, Any]]:
        """The target of a route by the kind of its configuration, made first where it is new."""
        if route.workflow is not None:
            self.workflows[role] = self._workflow(name, route, route.workflow)
            return {}
        if route.function is not None:
            arn = self._function(name, role, route.function)
            return {"lambda_functions": {"lambda_function_arn": arn}}
        if route.topic is not None:
            return {"topics": {"topic_arn": arn_of(route.topic)}}
        if route.worker is not None:
            sender = self._sender()
            fed = replace(route.worker, senders=(*route.worker.senders, sender))
            made = self.workers[role] = QueueWorker(name, fed, opts=self._child)
            # S3 tests its permissions when it is configured.
            self._first += made.queue.policies
            return {"queues": {"queue_arn": made.queue.arn}}
        assert route.queue is not None
        return {"queues": {"queue_arn": arn_of(route.queue)}}

    def _function(
        self, name: str, role: str, given: FunctionArgs | AnyFunction
    ) -> pulumi.Input[str]:
        if isinstance(given, FunctionArgs):
            failed = DeadLettersArgs(defaults=given.defaults, remedy=REMEDY)
            queue = self.dead_letter_queues[role] = DeadLetters(name, failed, opts=self._child)
            made = Function(name, replace(given, on_failure=queue.arn), opts=self._child)
            given = self.functions[role] = made
        function, bucket = FunctionRef.of(given), self._bucket.arn
        account = self._args.account
        allowed = function.invoked_by(name, S3, bucket, self._child, source_account=account)
        self._first.append(allowed)
        return function.arn

    def _workflow(self, name: str, route: ObjectRoute, workflow: Any) -> EventWorkflow:
        pattern: dict[str, Any] = {
            "source": ["aws.s3"],
            "detail-type": [DETAIL_TYPES[each] for each in route.events],
            "detail": {"bucket": {"name": [self._bucket.name]}},
        }
        if not route.all_objects:
            pattern["detail"]["object"] = {"key": [_key_pattern(route.prefix, route.suffix)]}
        args = EventWorkflowArgs(
            bus_name=DEFAULT_BUS,
            pattern=pattern,
            workflow=workflow,
            input=INPUT,
            defaults=self._args.defaults,
        )
        return EventWorkflow(name, args, opts=self._child)

    def _sender(self) -> Sender:
        account = self._args.account
        return Sender(service=S3, source_arn=self._bucket.arn, account=account)


def notification(
    name: str,
    bucket: AnyBucket,
    targets: Mapping[str, Any],
    owner: pulumi.ComponentResource,
    first: list[pulumi.Resource],
) -> aws.s3.BucketNotification:
    """The notification configuration of a bucket of ours or an existing one, which ``first`` must
    precede.
    """
    after = pulumi.ResourceOptions(parent=owner, depends_on=first)
    if isinstance(bucket, Bucket):
        return bucket.notify(name, targets, after)
    return aws.s3.BucketNotification(
        f"{name}-notification", bucket=BucketRef.of(bucket).name, **targets, opts=after
    )


def _filtered(role: str, route: ObjectRoute, target: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": role,
        **target,
        "events": list(route.events),
        "filter_prefix": route.prefix or None,
        "filter_suffix": route.suffix or None,
    }


def _key_pattern(prefix: str, suffix: str) -> dict[str, str]:
    """What a key must match in a rule; two conditions of one field would be alternatives."""
    if prefix and suffix:
        return {"wildcard": f"{_literal(prefix)}*{_literal(suffix)}"}
    return {"prefix": prefix} if prefix else {"suffix": suffix}


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*")
