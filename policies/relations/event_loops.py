"""Event loops: functions that a rule delivers to and that may publish what the rule matches."""

from __future__ import annotations

from collections.abc import Iterator

from policies.framework.aws import cloudwatch, lambda_, sns, sqs
from policies.framework.graph import Graph, document
from policies.framework.resource import Resource
from policies.relations.functions import functions_behind
from policies.relations.policy_documents import Statement
from policies.relations.roles import documents, role_of


def published_again(event_rule: Resource, graph: Graph) -> Iterator[tuple[Resource, str]]:
    """The functions behind a rule that may publish an event of its pattern, each with the event.
    A role that may publish everything says nothing: its grant must name what it publishes.
    """
    given = event_rule.properties.get("eventPattern")
    pattern = document(given) if isinstance(given, str) else {}
    sources, names = (
        [each for each in pattern.get(key, ()) if isinstance(each, str)]
        for key in ("source", "detail-type")
    )
    if not sources and not names:
        return
    for function in {each.urn: each for each in _behind(event_rule, graph)}.values():
        role = role_of(function, "role", graph)
        for policy in documents(role, graph) if role is not None else ():
            for statement in policy.known:
                if found := _common(statement, sources, names):
                    yield function, found
                    break


def _common(statement: Statement, sources: list[str], names: list[str]) -> str:
    """An event that a statement lets publish and a pattern matches; empty if there is none."""
    if not statement.allows or not statement.has_action("events:PutEvents"):
        return ""
    allowed = {
        key.lower(): values
        for _, key, values in statement.conditions
        if key.lower() in ("events:source", "events:detail-type")
    }
    own = [each for each in sources if each in allowed.get("events:source", sources)]
    named = [each for each in names if each in allowed.get("events:detail-type", names)]
    if not allowed or (sources and not own) or (names and not named):
        return ""
    return " ".join([*own[:1], *named[:1]])


def _behind(event_rule: Resource, graph: Graph) -> Iterator[Resource]:
    for target in graph.users(event_rule, cloudwatch.EventTarget, "rule"):
        yield from functions_behind(target, "arn", graph)
        for queue in graph.of(target, "arn", sqs.Queue):
            yield from _readers(queue, graph)
        for topic in graph.of(target, "arn", sns.Topic):
            for subscription in graph.users(topic, sns.TopicSubscription, "topic"):
                yield from functions_behind(subscription, "endpoint", graph)
                for queue in graph.of(subscription, "endpoint", sqs.Queue):
                    yield from _readers(queue, graph)


def _readers(queue: Resource, graph: Graph) -> Iterator[Resource]:
    for mapping in graph.users(queue, lambda_.EventSourceMapping, "eventSourceArn"):
        yield from functions_behind(mapping, "functionName", graph)
