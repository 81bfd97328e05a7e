"""Amazon S3: consumers of a bucket's events that cause such events themselves."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import s3
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.object_consumers import may_on_objects, routes_of

# What a function may do that makes an event of its own.
CAUSES = {"s3:PutObject": "s3:ObjectCreated", "s3:DeleteObject": "s3:ObjectRemoved"}


@rule(
    "s3-notification-write-back",
    "A function does not write the objects whose events invoke it",
    about=s3.BucketNotification,
    severity=Severity.CRITICAL,
    remedy="Have the function write to another bucket, or below a prefix that its route does not "
    "match, and narrow its role to that",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/with-s3-tutorial.html",
)
def consumer_does_not_write_back(notification: Resource, graph: Graph) -> Iterator[str]:
    """Each object that such a function writes invokes it again, for ever, at the account's
    expense."""
    bucket = notification.properties.get("bucket")
    if not isinstance(bucket, str):
        return
    for route in routes_of(notification, graph):
        for action, event in CAUSES.items():
            if not any(each.startswith(event) for each in route.events):
                continue
            for function in route.functions:
                if may_on_objects(function, action, bucket, route, graph):
                    below = f"below {route.prefix!r}" if route.prefix else "of the bucket"
                    yield f"{function.name} has {action} on objects {below}, which invoke it"


RULES = (consumer_does_not_write_back,)
