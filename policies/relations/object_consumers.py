"""Object consumers: the functions that a bucket's notifications reach, and what they may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from policies.framework.aws import iam, lambda_, sns, sqs
from policies.framework.graph import Graph, document
from policies.framework.resource import UNKNOWN, Resource
from policies.relations.functions import functions_behind


@dataclass(frozen=True, kw_only=True)
class Route:
    """One configuration of a notification, and the functions behind its target."""

    prefix: str
    events: tuple[str, ...]
    functions: Sequence[Resource]


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
                events=tuple(_text(each) for each in route.get("events", [])),
                functions=functions,
            )


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


def may_on_objects(function: Resource, action: str, bucket: str, prefix: str, graph: Graph) -> bool:
    """Whether a function's role allows an action on objects of a bucket below a prefix, as far as
    its policies are known.
    """
    return any(
        _covers(resource, bucket, prefix)
        for statement in _statements(function, graph)
        if statement.get("Effect") == "Allow"
        if any(fnmatchcase(action, each) for each in _list(statement.get("Action")))
        for resource in _list(statement.get("Resource"))
    )


def _statements(function: Resource, graph: Graph) -> Iterator[Mapping[str, Any]]:
    for role in graph.of(function, "role", iam.Role):
        for policy in graph.users(role, iam.RolePolicy, "role"):
            text = policy.properties.get("policy")
            if isinstance(text, str):
                yield from _list(document(text).get("Statement"))


def _covers(resource: Any, bucket: str, prefix: str) -> bool:
    """Whether an ARN with wildcards names an object of the bucket below the prefix."""
    if not isinstance(resource, str):
        return False
    named, slash, keys = resource.rpartition(":")[2].partition("/")
    if not fnmatchcase(bucket, named) or not (slash or named.endswith("*")):
        return False
    written = keys.partition("*")[0] if slash else ""
    many = "*" in keys or not slash
    return written.startswith(prefix) or (many and prefix.startswith(written))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
