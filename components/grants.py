"""Grants by verb: what the owner of a table, queue, topic, bucket or bus hands out, for a resource
of ours and an existing one alike.

Each verb takes the name of the environment variable in which the function that receives the grant
finds the resource; without one the grant is the permission alone.
"""

from __future__ import annotations

import pulumi

from components.access import Access, Objects

READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
WRITE = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
)
STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
CONSUME = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
)


def named(variable: str | None, value: pulumi.Input[str]) -> dict[str, pulumi.Input[str]]:
    """The environment of a grant: ``value`` in ``variable``, or nothing without a variable."""
    return {} if variable is None else {variable: value}


class TableGrants:
    """Who may read and change a table; the variable carries the table's name."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str | None] = None

    def read(self, variable: str | None = None) -> Access:
        """Let a function get and query items, by the table's key and by its indexes."""
        return self._access(READ, variable)

    def scan(self, variable: str | None = None) -> Access:
        """Let a function read the whole table, page by page."""
        return self._access(("dynamodb:Scan",), variable)

    def create(self, variable: str | None = None) -> Access:
        """Let a function put items, blindly or on a condition, without reading or deleting any."""
        return self._of_table(("dynamodb:PutItem",), variable)

    def update(self, variable: str | None = None) -> Access:
        """Let a function change attributes of items, which creates those not there; none is read,
        replaced or deleted."""
        return self._of_table(("dynamodb:UpdateItem",), variable)

    def delete(self, variable: str | None = None) -> Access:
        """Let a function delete items, without reading any."""
        return self._of_table(("dynamodb:DeleteItem",), variable)

    def write(self, variable: str | None = None) -> Access:
        """Let a function put, update and delete items, without reading them."""
        return self._of_table(WRITE, variable)

    def read_write(self, variable: str | None = None) -> Access:
        """Let a function read, put, update and delete items."""
        return self._access((*READ, *WRITE), variable)

    def back_up(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let a function create, list and delete on-demand backups of the table."""
        backups = pulumi.Output.concat(self.arn, "/backup/*")
        create = self._of_table(("dynamodb:CreateBackup",), variable)
        delete = Access(actions=("dynamodb:DeleteBackup",), resources=(backups,))
        expired = delete.when("a backup has expired")
        return (create, expired, Access(actions=("dynamodb:ListBackups",), resources=("*",)))

    def _of_table(self, actions: tuple[str, ...], variable: str | None) -> Access:
        return self.allow(actions, (self.arn,), variable)

    def _access(self, actions: tuple[str, ...], variable: str | None) -> Access:
        return self.allow(actions, (self.arn, pulumi.Output.concat(self.arn, "/index/*")), variable)

    def allow(
        self,
        actions: tuple[str, ...],
        resources: tuple[pulumi.Input[str], ...],
        variable: str | None = None,
    ) -> Access:
        """Let a function do what no other verb says, on the table or its indexes by ARN."""
        return Access(
            actions=actions,
            resources=resources,
            environment=named(variable, self.name),
            key=self.key_arn,
        )


class StreamGrants:
    """Who may read a table's stream, which is encrypted with the table's key."""

    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str | None] = None

    def consume(self) -> tuple[Access, ...]:
        """Let an event source mapping read the changes for a function."""
        return (
            Access(actions=STREAM, resources=(self.arn,), key=self.key_arn),
            Access(actions=("dynamodb:ListStreams",), resources=("*",)),
        )


class QueueGrants:
    """Who may send to a queue and receive from it; the variable carries the queue's URL."""

    arn: pulumi.Input[str]
    url: pulumi.Input[str]
    key_arn: pulumi.Input[str | None] = None

    def send(self, variable: str | None = None) -> Access:
        """Let a function send messages."""
        return self._access(("sqs:SendMessage",), variable)

    def consume(self, variable: str | None = None) -> Access:
        """Let an event source mapping feed a function from here, and the function change how long
        a message stays hidden.
        """
        return self._access(CONSUME, variable)

    def _access(self, actions: tuple[str, ...], variable: str | None) -> Access:
        return Access(
            actions=actions,
            resources=(self.arn,),
            environment=named(variable, self.url),
            key=self.key_arn,
        )


class TopicGrants:
    """Who may publish to a topic; the variable carries the topic's ARN."""

    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str | None] = None

    def publish(self, variable: str | None = None) -> Access:
        """Let a function publish messages."""
        return Access(
            actions=("sns:Publish",),
            resources=(self.arn,),
            environment=named(variable, self.arn),
            key=self.key_arn,
        )


class BusGrants:
    """Who may publish to an event bus; the variable carries the bus's name."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]

    def publish(self, variable: str | None = None, *, sources: tuple[str, ...] = ()) -> Access:
        """Let a function put events on the bus: of these ``sources`` only, or of any without."""
        values = sources[0] if len(sources) == 1 else list(sources)
        only = {"ForAllValues:StringEquals": {"events:source": values}}
        return Access(
            actions=("events:PutEvents",),
            resources=(self.arn,),
            environment=named(variable, self.name),
            condition=only if sources else None,
        )


class BucketGrants:
    """Who may read and change objects; the variable carries the bucket's name.

    ``prefix`` narrows a grant to the objects whose keys begin with it.
    """

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str | None] = None

    def read(self, variable: str | None = None, prefix: str = "") -> Access:
        """Let a function get objects; without ``list`` a missing one is answered 403, not 404."""
        return self._access("s3:GetObject", variable, prefix)

    def write(self, variable: str | None = None, prefix: str = "") -> Access:
        """Let a function put objects, without reading or deleting any."""
        return self._access("s3:PutObject", variable, prefix)

    def delete(self, variable: str | None = None, prefix: str = "") -> Access:
        """Let a function delete objects; in a versioned bucket the old version stays."""
        return self._access("s3:DeleteObject", variable, prefix)

    def list(self, variable: str | None = None, prefix: str = "") -> Access:
        """Let a function list the keys of objects."""
        return Access(
            actions=("s3:ListBucket",),
            resources=(self.arn,),
            environment=named(variable, self.name),
            condition={"StringLike": {"s3:prefix": f"{prefix}*"}} if prefix else None,
        )

    def _access(self, action: str, variable: str | None, prefix: str) -> Access:
        objects = pulumi.Output.concat(self.arn, f"/{prefix}*")
        return Access(
            actions=(action,),
            resources=(objects,),
            environment=named(variable, self.name),
            objects=Objects(bucket_arn=self.arn, prefix=prefix),
            key=self.key_arn,
        )
