"""Deliveries without a queue in between: what cannot be delivered or handled is kept."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_aws import cloudwatch, lambda_, scheduler, sns

from policies.functions import functions_behind, qualifier
from policies.graph import Graph, token
from policies.queues import names_dead_letters
from policies.rule import rule
from policies.seen import Seen
from policies.sources import Source, source_of

# They invoke a function and do not wait: only the function's own settings keep what fails.
ASYNCHRONOUS = ("s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com")

# An e-mail that cannot be delivered has nobody who could handle it later.
EMAIL = ("email", "email-json")


@rule(
    about=lambda_.Permission,
    remedy="Give the function an event invoke configuration with an on-failure destination",
)
def an_event_is_kept_when_its_function_fails(permission: Seen, graph: Graph) -> Iterator[str]:
    """S3, SNS and EventBridge invoke a function and forget: after two more tries the event is
    gone."""
    if permission.get("principal") not in ASYNCHRONOUS:
        return
    functions = functions_behind(permission, "function", graph)
    if not functions:
        yield "lets a function be invoked that is not of this stack, so its failures are unseen"
    for function in functions:
        if not (function.has("deadLetterConfig.targetArn") or _kept(permission, function, graph)):
            yield f"lets {permission.get('principal')} invoke {function.name}, which keeps none"


def _kept(permission: Seen, function: Seen, graph: Graph) -> bool:
    """Failures are configured for each alias by itself, so that of the permission counts."""
    return any(
        config.has("destinationConfig.onFailure.destination")
        and qualifier(config, "functionName", graph) == qualifier(permission, "function", graph)
        for config in graph.all(lambda_.FunctionEventInvokeConfig)
        if function in functions_behind(config, "functionName", graph)
    )


@rule(
    about=lambda_.EventSourceMapping,
    remedy="Set destination_config.on_failure to a queue or a topic",
)
def a_stream_keeps_what_fails(mapping: Seen) -> Iterator[str]:
    """A record that keeps failing blocks its shard until it expires, and is then lost."""
    if source_of(mapping) is Source.STREAM and not mapping.has(
        "destinationConfig.onFailure.destinationArn"
    ):
        yield "reads a stream and has no on-failure destination"


@rule(
    about=sns.TopicSubscription,
    remedy="Give the subscription a redrive policy that names a dead-letter queue",
)
def a_subscription_keeps_what_fails(subscription: Seen, graph: Graph) -> Iterator[str]:
    """A notification that cannot be delivered is dropped without a word."""
    if subscription.get("protocol") not in EMAIL and not names_dead_letters(subscription, graph):
        yield "has no dead-letter queue"


@rule(
    about=(cloudwatch.EventTarget, scheduler.Schedule),
    remedy="Set dead_letter_config.arn to a queue that admits events.amazonaws.com; a schedule's, "
    "in its target, to one that its role may send to",
)
def a_target_keeps_what_fails(target: Seen) -> Iterator[str]:
    """An event, or a run that is due, is dropped without a word when its target turns it away for
    a day."""
    inside = "target." if target.type == token(scheduler.Schedule) else ""
    if not target.has(f"{inside}deadLetterConfig.arn"):
        yield "has no dead-letter queue"


RULES = (
    an_event_is_kept_when_its_function_fails,
    a_stream_keeps_what_fails,
    a_subscription_keeps_what_fails,
    a_target_keeps_what_fails,
)
