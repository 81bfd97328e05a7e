"""Object consumers: the functions that the events of a bucket reach, and what they may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from policies.framework.aws import cloudwatch, lambda_, sns, sqs
from policies.framework.graph import Graph, document
from policies.framework.resource import UNKNOWN, Resource
from policies.relations.function_rights import allowed
from policies.relations.functions import functions_behind

# EventBridge's names of what notifications call by a path.
DETAIL_TYPES = {"Object Created": "s3:ObjectCreated:*", "Object Deleted": "s3:ObjectRemoved:*"}
TARGETS = (lambda_.Function, sqs.Queue, sns.Topic)


@dataclass(frozen=True, kw_only=True)
class Route:
    """The objects whose events reach functions: of a configuration of a notification, or of a
    rule of EventBridge.
    """

    prefix: str = ""
    suffix: str = ""
    events: tuple[str, ...]
    functions: Sequence[Resource]

    def meets(self, resource: str, bucket: str) -> bool:
        """Whether an ARN with wildcards names an object of the bucket that the route is about."""
        named, slash, keys = resource.rpartition(":")[2].partition("/")
        if not fnmatchcase(bucket, named) or not (slash or named.endswith("*")):
            return False
        if not slash:
            return True
        head, many, _ = keys.partition("*")
        if not many:
            return keys.startswith(self.prefix) and keys.endswith(self.suffix)
        tail = keys.rpartition("*")[2]
        begins = head.startswith(self.prefix) or self.prefix.startswith(head)
        return begins and (tail.endswith(self.suffix) or self.suffix.endswith(tail))


def routes_of(notification: Resource, graph: Graph) -> Iterator[Route]:
    """The routes of a bucket's notification whose functions are known: the target's ARN is, or the
    route is the only one of its kind.
    """
    for key, kind, name in (
        ("lambdaFunctions", lambda_.Function, "lambdaFunctionArn"),
        ("queues", sqs.Queue, "queueArn"),
        ("topics", sns.Topic, "topicArn"),
    ):
        routes = notification.get(key, [])
        targets = graph.of(notification, key, kind)
        for route in routes:
            arn = route.get(name)
            meant = [each for each in targets if arn in (each.properties.get("arn"), UNKNOWN)]
            if len(routes) == 1:
                meant = list(targets)
            functions = [one for each in meant for one in _behind(each, kind, graph)]
            yield Route(
                prefix=_text(route.get("filterPrefix")),
                suffix=_text(route.get("filterSuffix")),
                events=tuple(_text(each) for each in route.get("events", [])),
                functions=functions,
            )
    if notification.get("eventbridge", False):
        yield from _by_rules(str(notification.properties.get("bucket")), graph)


def _by_rules(bucket: str, graph: Graph) -> Iterator[Route]:
    """The routes of EventBridge's rules whose patterns name the bucket."""
    for rule in graph.all(cloudwatch.EventRule):
        pattern = document(_text(rule.properties.get("eventPattern")))
        detail = pattern.get("detail", {})
        if bucket not in detail.get("bucket", {}).get("name", ()):
            continue
        functions = [
            one
            for target in graph.users(rule, cloudwatch.EventTarget, "rule")
            for kind in TARGETS
            for each in graph.of(target, "arn", kind)
            for one in _behind(each, kind, graph)
        ]
        events = tuple(DETAIL_TYPES.get(each, "") for each in pattern.get("detail-type", ()))
        for key in detail.get("object", {}).get("key", [{}]):
            if isinstance(key, str):
                key = {"prefix": key, "suffix": key}
            if key.keys() <= {"prefix", "suffix"}:
                yield Route(events=events, functions=functions, **key)


def _behind(target: Resource, kind: type, graph: Graph) -> Iterator[Resource]:
    """The functions that get what arrives at a function, a queue or a topic."""
    if kind is lambda_.Function:
        yield target
    elif kind is sqs.Queue:
        for mapping in graph.users(target, lambda_.EventSourceMapping, "eventSourceArn"):
            yield from functions_behind(mapping, "functionName", graph)
    else:
        for subscription in graph.users(target, sns.TopicSubscription, "topic"):
            yield from functions_behind(subscription, "endpoint", graph)
            for queue in graph.of(subscription, "endpoint", sqs.Queue):
                yield from _behind(queue, sqs.Queue, graph)


def may_on_objects(
    function: Resource, action: str, bucket: str, route: Route, graph: Graph
) -> bool:
    """Whether a function's role allows an action on objects of a bucket that a route is about, as
    far as its policies are known.
    """
    return any(
        route.meets(resource, bucket)
        for statement in allowed(function, graph)
        if statement.has_action(action)
        for resource in statement.resources
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
