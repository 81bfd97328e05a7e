"""Object route: which events of a bucket go to which target, and what may not be combined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import pulumi

from components.access import Access, Objects
from components.compute.function import Function, FunctionArgs
from components.limits import exactly_one
from components.messaging.queue_worker import QueueWorkerArgs
from components.references import (
    AnyFunction,
    AnyQueue,
    AnyTopic,
    AnyWorkflow,
    FunctionRef,
    QueueRef,
    TopicRef,
    WorkflowRef,
)

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
CREATED, REMOVED = "s3:ObjectCreated:*", "s3:ObjectRemoved:*"
FAMILIES = (
    "ObjectCreated",
    "ObjectRemoved",
    "ObjectRestore",
    "ObjectTagging",
    "LifecycleExpiration",
)

# What starts a workflow comes by EventBridge, where the two families have these names.
DETAIL_TYPES = {CREATED: "Object Created", REMOVED: "Object Deleted"}

# What a function may do that makes an event of its own.
CAUSES = {"s3:PutObject": "ObjectCreated", "s3:DeleteObject": "ObjectRemoved"}


@dataclass(frozen=True, kw_only=True)
class ObjectRoute:
    """The events of some objects, and the one target that gets them."""

    function: FunctionArgs | AnyFunction | None = None
    """A function that S3 invokes, one event at a time: a function to make, whose failed events move
    to a dead-letter queue; or ours, ``aws.lambda_.Function`` or its ARN."""

    worker: QueueWorkerArgs | None = None
    """A queue worker to make; for events that come in bursts, and work that takes a while."""

    queue: AnyQueue | None = None
    """An existing queue: ours, ``aws.sqs.Queue`` or its ARN. Its policy must allow the bucket to
    send, as ``QueueArgs(senders=...)`` does."""

    topic: AnyTopic | None = None
    """An existing topic: ours, ``aws.sns.Topic`` or its ARN. Its policy, and that of its key, must
    allow the bucket to publish, as ``TopicArgs(services=..., source_arn=...)`` does."""

    workflow: AnyWorkflow | None = None
    """A workflow to start, by a rule of EventBridge: ours, ``aws.sfn.StateMachine`` or its ARN. Its
    input is ``{"bucket", "key", "size", "etag", "sequencer"}``."""

    events: tuple[str, ...] = (CREATED,)
    """The types of the events, as ``s3:ObjectCreated:*`` or ``s3:ObjectCreated:Copy``; for a
    workflow ``s3:ObjectCreated:*``, ``s3:ObjectRemoved:*`` or both."""

    prefix: str = ""
    """What the keys of the objects begin with."""

    suffix: str = ""
    """What the keys of the objects end with."""

    all_objects: bool = False
    """Routes the events of every object; must be given where neither prefix nor suffix is."""

    def __post_init__(self) -> None:
        check_filter(self.prefix, self.suffix, self.all_objects)
        kind = exactly_one(
            "a route",
            function=self.function,
            worker=self.worker,
            queue=self.queue,
            topic=self.topic,
            workflow=self.workflow,
        )
        if not self.events:
            raise ValueError("events must name at least one type of event, got none")
        known = DETAIL_TYPES if kind == "workflow" else None
        for event in self.events:
            family = event.removeprefix("s3:").partition(":")[0]
            if not event.startswith("s3:") or family not in FAMILIES or "*" in event[:-1]:
                raise ValueError(f"events must be such as {CREATED}, got {event}")
            if known is not None and event not in known:
                raise ValueError(f"a workflow starts by {CREATED} or {REMOVED}, got {event}")
        if self.worker is not None and self.worker.fifo:
            raise ValueError("worker must not be fifo: S3 sends its events to standard queues")
        self._check_target()

    def _check_target(self) -> None:
        """Raise ``ValueError`` for an existing target of another kind."""
        if self.queue is not None:
            QueueRef.of(self.queue)
        elif self.topic is not None:
            TopicRef.of(self.topic)
        elif self.workflow is not None:
            WorkflowRef.of(self.workflow)
        elif self.function is not None and not isinstance(self.function, FunctionArgs):
            FunctionRef.of(self.function)

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants of the route's function, where it is ours."""
        if self.worker is not None:
            return self.worker.function.uses
        if isinstance(self.function, FunctionArgs | Function):
            return self.function.uses
        return ()


def check_filter(prefix: str, suffix: str, all_objects: bool) -> None:
    """Raise ``ValueError`` unless either some objects are chosen or all of them are."""
    if not (prefix or suffix or all_objects):
        raise ValueError("prefix or suffix must be given, or all_objects=True; got neither")
    if all_objects and (prefix or suffix):
        raise ValueError("all_objects leaves no room for prefix or suffix; got both")


def check_overlaps(routes: Mapping[str, ObjectRoute]) -> None:
    """Raise ``ValueError`` for two routes that an object could match with one type of event, which
    S3 refuses. Workflows are started by EventBridge, which takes any.
    """
    direct = ((name, route) for name, route in routes.items() if route.workflow is None)
    for (first, one), (second, other) in combinations(direct, 2):
        shared = [a for a in one.events for b in other.events if _same(a, b)]
        prefixes = _either(one.prefix, other.prefix, str.startswith)
        if shared and prefixes and _either(one.suffix, other.suffix, str.endswith):
            raise ValueError(
                f"routes {first} ({_filter(one)}) and {second} ({_filter(other)}) overlap for "
                f"{shared[0]}: S3 refuses two routes for one object; start one by a workflow, "
                "or feed both from one topic (ObjectFanOut)"
            )


def check_write_back(
    role: str,
    bucket_arn: pulumi.Input[str],
    prefix: str,
    events: Iterable[str],
    uses: Iterable[Access],
) -> None:
    """Raise ``ValueError`` if a function may write or delete objects whose events invoke it."""
    families = {event.removeprefix("s3:").partition(":")[0] for event in events}
    for access in uses:
        caused = {CAUSES[action] for action in access.actions if action in CAUSES} & families
        found = access.objects
        if not caused or found is None or not _is_of(found, bucket_arn):
            continue
        if _either(found.prefix, prefix, str.startswith):
            does = "write" if "ObjectCreated" in caused else "delete"
            raise ValueError(
                f"{role}: its function may {does} objects below {found.prefix!r} and is invoked "
                f"for those below {prefix!r}, so that it could invoke itself for ever; use another "
                "bucket, or another prefix for one of them"
            )


def _is_of(objects: Objects, bucket_arn: pulumi.Input[str]) -> bool:
    """Whether the ARNs are one: the same text, or the same output of a bucket."""
    given = objects.bucket_arn
    if isinstance(given, str) and isinstance(bucket_arn, str):
        return given == bucket_arn
    return given is bucket_arn


def _either(one: str, other: str, matches: object) -> bool:
    return bool(matches(one, other) or matches(other, one))  # type: ignore[operator]


def _same(one: str, other: str) -> bool:
    """Whether two types of events share one: ``s3:ObjectCreated:*`` is all of its family."""
    if one == other:
        return True
    wide = [each for each in (one, other) if each.endswith(":*")]
    return any(one.startswith(each[:-1]) and other.startswith(each[:-1]) for each in wide)


def _filter(route: ObjectRoute) -> str:
    parts = [f"{key} {value!r}" for key in ("prefix", "suffix") if (value := getattr(route, key))]
    return " and ".join(parts) or "all objects"
