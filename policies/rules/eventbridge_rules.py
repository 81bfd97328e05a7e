"""Amazon EventBridge, rules: that they match, deliver, retry, and do not go in circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import cloudwatch, schemas
from policies.framework.graph import Graph, document
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.event_loops import published_again

GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"


@rule(
    "eventbridge-rule-target",
    "A rule has a target",
    about=cloudwatch.EventRule,
    severity=Severity.HIGH,
    remedy="Add a target (aws.cloudwatch.EventTarget) of the rule, or remove the rule",
    documentation=f"{GUIDE}/eb-targets.html",
)
def rule_has_target(event_rule: Resource, graph: Graph) -> Iterator[str]:
    """A rule without a target matches events, counts them, and delivers nothing."""
    if not graph.users(event_rule, cloudwatch.EventTarget, "rule"):
        yield "it has no target"


@rule(
    "eventbridge-rule-enabled",
    "A rule is enabled",
    about=cloudwatch.EventRule,
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Leave out state and is_enabled, or set state to ENABLED",
    documentation=f"{GUIDE}/eb-disable-rule.html",
)
def rule_is_enabled(event_rule: Resource) -> Iterator[str]:
    """Events that pass while a rule is disabled are not delivered later."""
    if event_rule.get("state", "ENABLED") == "DISABLED" or (
        event_rule.get("isEnabled", True) is False
    ):
        yield "it is disabled"


@rule(
    "eventbridge-target-retries",
    "EventBridge retries the delivery to a target",
    about=cloudwatch.EventTarget,
    severity=Severity.MEDIUM,
    remedy="Set maximum_retry_attempts of the target's retry policy to 1 or more, or leave it out",
    documentation=f"{GUIDE}/eb-rule-retry-policy.html",
)
def delivery_is_retried(target: Resource, graph: Graph) -> Iterator[str]:
    """Without a retry one throttled call sends an event to the dead-letter queue."""
    place = "retryPolicy.maximumRetryAttempts"
    if target.get(place, 1) == 0:
        yield "deliveries are not retried"


@rule(
    "eventbridge-rule-known-events",
    "A rule matches events that the schema registry knows",
    about=cloudwatch.EventRule,
    severity=Severity.HIGH,
    remedy="Correct source and detail-type in the pattern, or add the event's schema "
    "(source@detail-type) to the registry",
    documentation=f"{GUIDE}/eb-event-patterns.html",
)
def rule_matches_known_events(event_rule: Resource, graph: Graph) -> Iterator[str]:
    """A misspelt name is a valid pattern that matches nothing, and no metric counts what a rule
    has missed."""
    known = {
        tuple(str(each.get("name")).split("@", 1))
        for each in graph.all(schemas.Schema)
        if "@" in str(each.get("name"))
    }
    # A rule on the default bus gets events of AWS, which are in a registry of AWS's.
    if not known or not event_rule.has("eventBusName") or not event_rule.has("eventPattern"):
        return
    if event_rule.properties.get("eventBusName") == "default":
        return
    given = event_rule.get("eventPattern")
    yield from _unknown(document(given) if isinstance(given, str) else given, known)


def _unknown(pattern: Mapping[str, Any], known: set[tuple[str, ...]]) -> Iterator[str]:
    """The names in a pattern that no schema has; matchers, as of a prefix, are left out."""
    sources = [each for each in pattern.get("source", ()) if isinstance(each, str)]
    events = [each for each in pattern.get("detail-type", ()) if isinstance(each, str)]
    for source in sources:
        if source not in {each[0] for each in known}:
            yield f"no event in the registry has the source {source}"
    for event in events:
        if event not in {each[1] for each in known if not sources or each[0] in sources}:
            of = f" of {', '.join(sources)}" if sources else ""
            yield f"no event{of} in the registry has the detail-type {event}"


@rule(
    "eventbridge-rule-loop",
    "A rule's function does not publish what the rule matches",
    about=cloudwatch.EventRule,
    severity=Severity.HIGH,
    remedy="Narrow the pattern, or the events that the function's role may publish "
    "(events:detail-type, events:source), so that they have nothing in common",
    documentation=f"{GUIDE}/eb-rules-best-practices.html",
)
def rule_is_no_loop(event_rule: Resource, graph: Graph) -> Iterator[str]:
    """Each event makes another of its kind, for ever, at the account's expense."""
    for function, event in published_again(event_rule, graph):
        yield f"it delivers {event} to {function.name}, which may publish it"


RULES = (
    rule_has_target,
    rule_is_enabled,
    delivery_is_retried,
    rule_matches_known_events,
    rule_is_no_loop,
)
