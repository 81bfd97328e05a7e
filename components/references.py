"""References: an existing resource where a component takes one of ours.

``FunctionRef.of(x)`` and its like accept a component of the catalogue, a resource of
``pulumi_aws``, or the ARN, as text or output. What the ARN holds (partition, Region, account,
name) is read from it; nothing is looked up in the account. An ARN does not show the key that a
resource is encrypted with, nor does a bucket: ``QueueRef.of(arn, key=...)`` names it.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias

import pulumi
import pulumi_aws as aws

from components import arn as arns
from components.access import Access
from components.arn import BUCKET, BUS, FUNCTION, QUEUE, STREAM, TABLE, TOPIC, WORKFLOW, Form, read
from components.encryption import key_of
from components.function_grants import FunctionGrants
from components.grants import (
    BucketGrants,
    BusGrants,
    QueueGrants,
    StreamGrants,
    TableGrants,
    TopicGrants,
)
from components.workflow_grants import WorkflowGrants

Text: TypeAlias = pulumi.Input[str]
Key: TypeAlias = pulumi.Input[str | None]


class HasArn(Protocol):
    """A resource with an ARN, of ours or of ``pulumi_aws``."""

    @property
    def arn(self) -> Text: ...


class HasName(HasArn, Protocol):
    """A resource with a name and an ARN."""

    @property
    def name(self) -> Text: ...


class HasInvokeArn(HasName, Protocol):
    """A function: ours, ``aws.lambda_.Function`` or ``aws.lambda_.Alias``."""

    @property
    def invoke_arn(self) -> Text: ...


class HasUrl(HasName, Protocol):
    """A queue: ours, or ``aws.sqs.Queue``."""

    @property
    def url(self) -> Text: ...


class HasStream(Protocol):
    """A table: ours, or ``aws.dynamodb.Table``."""

    @property
    def stream_arn(self) -> Text | None: ...


AnyFunction: TypeAlias = HasInvokeArn | Text
AnyTable: TypeAlias = HasName | Text
AnyStream: TypeAlias = "HasStream | StreamRef | Text"
AnyQueue: TypeAlias = HasUrl | Text
AnyTopic: TypeAlias = HasName | Text
AnyBucket: TypeAlias = HasArn | Text
AnyBus: TypeAlias = HasName | Text
AnyWorkflow: TypeAlias = HasName | Text


@dataclass(frozen=True, kw_only=True)
class FunctionRef(FunctionGrants):
    """A Lambda function; ``qualifier`` is the version or alias that its ARN names, if any."""

    name: Text
    arn: Text
    invoke_arn: Text
    qualifier: pulumi.Input[str | None] = None

    @classmethod
    def of(cls, given: AnyFunction) -> FunctionRef:
        """The reference of a function; raises ``ValueError`` for anything else."""
        if isinstance(given, cls):
            return given
        if (arn := arn_in(given)) is None:
            found = parts_of(given, FUNCTION, ("name", "arn", "invoke_arn"))
            if isinstance(given, aws.lambda_.Alias):
                return cls(**{**found, "name": given.function_name, "qualifier": given.name})
            # One of ours is invoked by an alias where it has warm copies or snapshots.
            return cls(**found, qualifier=getattr(given, "qualifier", None))
        return cls(
            name=read(arn, FUNCTION.name),
            arn=arn,
            invoke_arn=read(arn, arns.invoke_arn),
            qualifier=read(arn, partial(FUNCTION.read, group="qualifier")),
        )


@dataclass(frozen=True, kw_only=True)
class TableRef(TableGrants):
    """A DynamoDB table."""

    name: Text
    arn: Text
    key_arn: Key = None

    @classmethod
    def of(cls, given: AnyTable, key: Key = None) -> TableRef:
        """The reference of a table; raises ``ValueError`` for anything else."""
        if isinstance(given, cls):
            return given
        return cls(**name_and_arn(given, TABLE), key_arn=key_of(given, key))


@dataclass(frozen=True, kw_only=True)
class StreamRef(StreamGrants):
    """The stream of a DynamoDB table."""

    arn: Text
    key_arn: Key = None

    @classmethod
    def of(cls, given: AnyStream, key: Key = None) -> StreamRef:
        """The reference of a table's stream, by the table or by the stream's ARN; raises
        ``ValueError`` for anything else, and for a table of ours without a stream.
        """
        if isinstance(given, cls):
            return given
        if (arn := arn_in(given)) is not None:
            return cls(arn=read(arn, STREAM.checked), key_arn=key)
        stream_arn = parts_of(given, TABLE, ("stream_arn",))["stream_arn"]
        if stream_arn is None:
            raise ValueError("table must be made with stream=True, got a table without a stream")
        return cls(arn=stream_arn, key_arn=key_of(given, key))


@dataclass(frozen=True, kw_only=True)
class QueueRef(QueueGrants):
    """An SQS queue."""

    name: Text
    arn: Text
    url: Text
    key_arn: Key = None

    @classmethod
    def of(cls, given: AnyQueue, key: Key = None) -> QueueRef:
        """The reference of a queue; raises ``ValueError`` for anything else."""
        if isinstance(given, cls):
            return given
        found = key_of(given, key)
        if (arn := arn_in(given)) is None:
            return cls(**parts_of(given, QUEUE, ("name", "arn", "url")), key_arn=found)
        url = read(arn, arns.queue_url)
        return cls(name=read(arn, QUEUE.name), arn=arn, url=url, key_arn=found)


@dataclass(frozen=True, kw_only=True)
class TopicRef(TopicGrants):
    """An SNS topic."""

    name: Text
    arn: Text
    key_arn: Key = None

    @classmethod
    def of(cls, given: AnyTopic, key: Key = None) -> TopicRef:
        """The reference of a topic; raises ``ValueError`` for anything else."""
        if isinstance(given, cls):
            return given
        return cls(**name_and_arn(given, TOPIC), key_arn=key_of(given, key))


@dataclass(frozen=True, kw_only=True)
class BusRef(BusGrants):
    """An EventBridge event bus; the default bus has the name ``default``."""

    name: Text
    arn: Text

    @classmethod
    def of(cls, given: AnyBus) -> BusRef:
        """The reference of an event bus; raises ``ValueError`` for anything else."""
        return given if isinstance(given, cls) else cls(**name_and_arn(given, BUS))


@dataclass(frozen=True, kw_only=True)
class WorkflowRef(WorkflowGrants):
    """A Step Functions state machine."""

    name: Text
    arn: Text

    @classmethod
    def of(cls, given: AnyWorkflow) -> WorkflowRef:
        """The reference of a state machine; raises ``ValueError`` for anything else."""
        return given if isinstance(given, cls) else cls(**name_and_arn(given, WORKFLOW))


@dataclass(frozen=True, kw_only=True)
class BucketRef(BucketGrants):
    """An S3 bucket."""

    name: Text
    arn: Text
    key_arn: Key = None

    @classmethod
    def of(cls, given: AnyBucket, key: Key = None) -> BucketRef:
        """The reference of a bucket; raises ``ValueError`` for anything else."""
        if isinstance(given, cls):
            return given
        found = key_of(given, key)
        if isinstance(given, pulumi.CustomResource):
            arn = parts_of(given, BUCKET, ("arn",))["arn"]
            return cls(name=given.id, arn=arn, key_arn=found)
        return cls(**name_and_arn(given, BUCKET), key_arn=found)


def arn_of(given: HasArn | Text) -> Text:
    """The ARN of a resource of any kind, or the ARN that was given."""
    arn = arn_in(given)
    return given.arn if arn is None else arn  # type: ignore[union-attr]


def arn_in(given: Any) -> Text | None:
    """What was given if it is an ARN, or the output of one; None for a resource."""
    return given if isinstance(given, str | pulumi.Output | Awaitable) else None


def sending(queue: HasArn | Text) -> Access:
    """Let a function send to a queue of any kind, by no more than its ARN and its key."""
    return Access(actions=("sqs:SendMessage",), resources=(arn_of(queue),), key=key_of(queue))


def name_and_arn(given: Any, form: Form) -> dict[str, Text]:
    """The name and the ARN of a resource or an ARN."""
    if (arn := arn_in(given)) is not None:
        return {"name": read(arn, form.name), "arn": arn}
    return parts_of(given, form, ("name", "arn"))


def parts_of(given: Any, form: Form, names: tuple[str, ...]) -> dict[str, Any]:
    """Attributes of a resource; raises ``ValueError`` for one of another kind."""
    kind = (
        given.pulumi_resource_type if isinstance(given, pulumi.Resource) else type(given).__name__
    )
    of_another_kind = kind.startswith("aws:") and kind not in form.types
    if of_another_kind or not all(hasattr(given, name) for name in names):
        raise ValueError(f"{form.kind} must be a {form.kind} or the ARN of one, got {kind}")
    return {name: getattr(given, name) for name in names}
