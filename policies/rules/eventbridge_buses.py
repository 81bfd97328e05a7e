"""Amazon EventBridge, buses: one is worth its place where it routes, filters or replays."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, schemas
from policies.framework.graph import Graph, document
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "eventbridge-bus-needed",
    "A bus has several subscribers, or routes, transforms or replays",
    about=cloudwatch.EventBus,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Use an SNS topic or a direct call for one or two subscribers, or use what a bus is "
    "for: patterns on the content, input transformers, an archive, schema discovery",
    documentation="https://docs.aws.amazon.com/decision-guides/latest/"
    "sns-or-sqs-or-eventbridge/sns-or-sqs-or-eventbridge.html",
)
def bus_is_needed(bus: Resource, graph: Graph, *, maximum_rules: int = 2) -> Iterator[str]:
    """A bus of its own for one or two subscribers costs more than a topic, is slower, and has to
    be named by everyone who publishes. One without rules in its stack may have them in others."""
    rules = graph.users(bus, cloudwatch.EventRule, "eventBusName")
    if not 1 <= len(rules) <= maximum_rules:
        return
    used = any(graph.users(bus, kind, key) for kind, key in USES.items())
    if not used and not any(_routes(each, graph) for each in rules):
        yield f"it has {len(rules)} of {maximum_rules + 1:g} rules, and nothing that only a bus has"


USES = {cloudwatch.EventArchive: "eventSourceArn", schemas.Discoverer: "sourceArn"}


def _routes(event_rule: Resource, graph: Graph) -> bool:
    """Whether a rule filters by content or transforms; a pattern that is not known counts."""
    pattern = event_rule.get("eventPattern", "")
    by_content = "detail" in (document(pattern) if isinstance(pattern, str) else pattern)
    targets = graph.users(event_rule, cloudwatch.EventTarget, "rule")
    return by_content or any(each.has("inputTransformer") for each in targets)


RULES = (bus_is_needed,)
