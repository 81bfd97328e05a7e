"""Webhook: a rule on a bus that calls an HTTPS endpoint outside AWS, at a limited rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.limits import within
from components.messaging import event_pattern, event_target
from components.messaging.dead_letters import DeadLetters

# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
CALLS_PER_SECOND = (1, 300)

# No secret: it grants nothing, and holds the place of the key that the operator sets.
PLACEHOLDER = "set-by-the-operator"

# Only live events are sent, so that a replay would not send the event again.
REMEDY = "its attributes have the endpoint's answer; mend it, then send the event by hand"


@dataclass(frozen=True, kw_only=True)
class WebhookArgs:
    """The bus, the events, and the endpoint that gets them."""

    bus_name: pulumi.Input[str]
    """Name or ARN of the event bus."""

    pattern: Mapping[str, Any]
    """EventBridge event pattern of the events to send. Replays are not sent."""

    endpoint: str
    """The HTTPS URL that gets each event as the body of a POST."""

    key_header: str = "X-Api-Key"
    """The header that carries the key by which the endpoint knows its caller. Another header needs
    another webhook by another name: header and key can only change together."""

    calls_per_second: int = 10
    """The highest rate of calls; 1 to 300. Events above it wait."""

    defaults: Defaults = Defaults()
    """The stage defaults: retries, event age, alarm topic, dead-letter retention and tags."""

    def __post_init__(self) -> None:
        event_pattern.check(self.pattern)
        if not self.endpoint.startswith("https://"):
            raise ValueError(f"endpoint must begin with https://, got {self.endpoint}")
        within("calls_per_second", self.calls_per_second, CALLS_PER_SECOND)


class Webhook(pulumi.ComponentResource):
    """Sends matching events to one endpoint; an event that the endpoint does not accept moves to
    the dead-letter queue.

    The key is in neither code nor state. The operator sets it, and later another one, with
    ``aws events update-connection --name NAME --authorization-type API_KEY --auth-parameters
    'ApiKeyAuthParameters={ApiKeyName=X-Api-Key,ApiKeyValue=...}'``; deployments do not change it.
    Until then every call carries a placeholder, and its event moves to the dead-letter queue.
    """

    connection: aws.cloudwatch.EventConnection
    destination: aws.cloudwatch.EventApiDestination
    rule: aws.cloudwatch.EventRule
    target: aws.cloudwatch.EventTarget
    role: aws.iam.Role
    dead_letter_queue: DeadLetters

    def __init__(
        self, name: str, args: WebhookArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Webhook", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.connection = aws.cloudwatch.EventConnection(
            f"{name}-connection",
            authorization_type="API_KEY",
            auth_parameters={"api_key": {"key": args.key_header, "value": PLACEHOLDER}},
            # An update sends all of them: a new header alone would bring the placeholder back.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["authParameters"]),
        )
        self.destination = aws.cloudwatch.EventApiDestination(
            f"{name}-destination",
            connection_arn=self.connection.arn,
            http_method="POST",
            invocation_endpoint=args.endpoint,
            invocation_rate_limit_per_second=args.calls_per_second,
            opts=child,
        )
        pattern = event_pattern.live_only(args.pattern)
        self.rule = event_target.rule(name, args.bus_name, pattern, args.defaults, child)
        made = event_target.deliver(
            name,
            self.rule,
            Access(actions=("events:InvokeApiDestination",), resources=(self.destination.arn,)),
            REMEDY,
            args.defaults,
            child,
            arn=self.destination.arn,
        )

        self.target, self.role = made.target, made.role
        self.dead_letter_queue = made.dead_letter_queue
        self.register_outputs({"connectionName": self.connection.name, "ruleArn": self.rule.arn})
