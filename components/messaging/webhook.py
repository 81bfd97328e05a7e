"""Webhook: a rule on a bus that calls an address outside, over HTTPS, at a pace it can bear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.limits import within
from components.messaging import event_rule
from components.messaging.dead_letters import DeadLetters

# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
CALLS_PER_SECOND = (1, 300)

# No secret: it opens nothing, and stands where the operator's own will.
NOT_YET = "set-by-the-operator"

# What is told outside is live only, so that a replay would not bring it.
REMEDY = "the letter's attributes say what the address answered; mend it, then send it by hand"


@dataclass(frozen=True, kw_only=True)
class WebhookArgs:
    """Which events of which bus are told where, and how many a second at most.

    The receiver knows the caller by a key in the header ``key_header``.
    """

    bus_name: pulumi.Input[str]
    pattern: Mapping[str, Any]
    endpoint: str
    defaults: Defaults = Defaults()
    key_header: str = "X-Api-Key"
    calls_per_second: int = 10

    def __post_init__(self) -> None:
        event_rule.check(self.pattern)
        if not self.endpoint.startswith("https://"):
            raise ValueError(f"endpoint must begin with https://, got {self.endpoint}")
        within("calls_per_second", self.calls_per_second, CALLS_PER_SECOND)


class Webhook(pulumi.ComponentResource):
    """Calls that one address only; what it turns away every try is kept, and rings.

    The key is in neither code nor state. The operator sets it, and later another one, with
    ``aws events update-connection --name NAME --authorization-type API_KEY --auth-parameters
    'ApiKeyAuthParameters={ApiKeyName=X-Api-Key,ApiKeyValue=...}'``; deployments leave it alone.
    Until then every call carries a placeholder, and ends as a dead letter. Replays are not told.
    Another ``key_header`` is another webhook, by another name: header and key change together only.
    """

    connection_name: pulumi.Output[str]
    rule_name: pulumi.Output[str]
    dead_letters: DeadLetters

    def __init__(
        self, name: str, args: WebhookArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:Webhook", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        connection = aws.cloudwatch.EventConnection(
            f"{name}-connection",
            authorization_type="API_KEY",
            auth_parameters={"api_key": {"key": args.key_header, "value": NOT_YET}},
            # An update sends all of them: a new header alone would bring the placeholder back.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["authParameters"]),
        )
        destination = aws.cloudwatch.EventApiDestination(
            f"{name}-destination",
            connection_arn=connection.arn,
            http_method="POST",
            invocation_endpoint=args.endpoint,
            invocation_rate_limit_per_second=args.calls_per_second,
            opts=child,
        )
        pattern = event_rule.live_only(args.pattern)
        rule = event_rule.rule(name, args.bus_name, pattern, args.defaults, child)
        self.dead_letters = event_rule.deliver(
            name,
            rule,
            Access(actions=("events:InvokeApiDestination",), resources=(destination.arn,)),
            REMEDY,
            args.defaults,
            child,
            arn=destination.arn,
        )

        self.connection_name, self.rule_name = connection.name, rule.name
        self.register_outputs({"connectionName": self.connection_name, "ruleArn": rule.arn})
